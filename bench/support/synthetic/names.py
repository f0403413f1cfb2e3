"""Names for a synthetic graph: made up, but as long, as alike and as bilingual as real ones."""

from __future__ import annotations

COUNTRIES = (
    ("GBR", "GB", "United Kingdom", "英国"),
    ("USA", "US", "United States", "美国"),
    ("NZL", "NZ", "New Zealand", "新西兰"),
    ("DEU", "DE", "Germany", "德国"),
    ("RUS", "RU", "Russia", "俄罗斯"),
    ("AUS", "AU", "Australia", "澳大利亚"),
    ("CAN", "CA", "Canada", "加拿大"),
    ("KOR", "KR", "South Korea", "韩国"),
    ("FRA", "FR", "France", "法国"),
    ("IRL", "IE", "Ireland", "爱尔兰"),
    ("ITA", "IT", "Italy", "意大利"),
    ("SGP", "SG", "Singapore", "新加坡"),
    ("JPN", "JP", "Japan", "日本"),
    ("NLD", "NL", "Netherlands", "荷兰"),
    ("ESP", "ES", "Spain", "西班牙"),
    ("POL", "PL", "Poland", "波兰"),
    ("FIN", "FI", "Finland", "芬兰"),
    ("SWE", "SE", "Sweden", "瑞典"),
    ("AUT", "AT", "Austria", "奥地利"),
    ("HUN", "HU", "Hungary", "匈牙利"),
    ("BEL", "BE", "Belgium", "比利时"),
    ("MYS", "MY", "Malaysia", "马来西亚"),
    ("THA", "TH", "Thailand", "泰国"),
    ("BLR", "BY", "Belarus", "白俄罗斯"),
    ("UKR", "UA", "Ukraine", "乌克兰"),
    ("PRT", "PT", "Portugal", "葡萄牙"),
    ("NOR", "NO", "Norway", "挪威"),
    ("DNK", "DK", "Denmark", "丹麦"),
    ("CHE", "CH", "Switzerland", "瑞士"),
    ("ISR", "IL", "Israel", "以色列"),
)
"""Code of the EU list, ISO code, and the name in English and Chinese; the most frequent first."""

REGIONS = (
    ("chongqing", "Chongqing", "重庆"),
    ("jiangsu", "Jiangsu", "江苏"),
    ("shanghai", "Shanghai", "上海"),
    ("henan", "Henan", "河南"),
    ("beijing", "Beijing", "北京"),
    ("shandong", "Shandong", "山东"),
    ("zhejiang", "Zhejiang", "浙江"),
    ("heilongjiang", "Heilongjiang", "黑龙江"),
    ("hubei", "Hubei", "湖北"),
    ("guangdong", "Guangdong", "广东"),
    ("liaoning", "Liaoning", "辽宁"),
    ("hebei", "Hebei", "河北"),
    ("sichuan", "Sichuan", "四川"),
    ("tianjin", "Tianjin", "天津"),
    ("jilin", "Jilin", "吉林"),
    ("hunan", "Hunan", "湖南"),
    ("fujian", "Fujian", "福建"),
    ("jiangxi", "Jiangxi", "江西"),
    ("anhui", "Anhui", "安徽"),
    ("shaanxi", "Shaanxi", "陕西"),
    ("guangxi", "Guangxi", "广西"),
    ("yunnan", "Yunnan", "云南"),
    ("guizhou", "Guizhou", "贵州"),
    ("shanxi", "Shanxi", "山西"),
    ("hainan", "Hainan", "海南"),
    ("inner-mongolia", "Inner Mongolia", "内蒙古"),
    ("xinjiang", "Xinjiang", "新疆"),
    ("gansu", "Gansu", "甘肃"),
    ("ningxia", "Ningxia", "宁夏"),
    ("qinghai", "Qinghai", "青海"),
    ("xizang", "Xizang", "西藏"),
)
"""Slug and name of the province-level areas; the first is that of the bundled graph."""

LEVELS = (
    ("diploma", "d", "vocational diploma", "高等专科"),
    ("bachelor", "b", "bachelor", "本科"),
    ("master", "m", "master", "硕士研究生"),
)

_PINYIN = (
    *(("An", "安"), ("Bei", "北"), ("Chang", "长"), ("Dong", "东"), ("Feng", "丰"), ("Gui", "贵")),
    *(("Hai", "海"), ("Jin", "金"), ("Kai", "开"), ("Ling", "凌"), ("Ming", "明"), ("Nan", "南")),
    *(("Ping", "平"), ("Qing", "清"), ("Rong", "荣"), ("Shan", "山"), ("Tai", "泰"), ("Wen", "文")),
    *(("Xin", "新"), ("Yun", "云"), ("Zhou", "州"), ("He", "河"), ("Lin", "林"), ("Yuan", "源")),
)
_SCHOOL_KINDS = (
    ("University", "大学", "university"),
    ("Normal University", "师范大学", "university"),
    ("University of Technology", "理工大学", "university"),
    ("Medical University", "医科大学", "university"),
    ("Vocational College", "职业学院", "vocational-college"),
    ("Vocational and Technical College", "职业技术学院", "vocational-college"),
)
_ROOTS = (
    *(("Ash", "阿什"), ("Bram", "布拉姆"), ("Cald", "考尔德"), ("Dun", "邓恩"), ("Eld", "埃尔德")),
    *(("Farn", "法恩"), ("Glen", "格伦"), ("Hart", "哈特"), ("Ing", "英"), ("Kirk", "柯克")),
    *(("Lang", "兰"), ("Marl", "马尔"), ("Nor", "诺"), ("Ost", "奥斯特"), ("Pem", "彭")),
    *(("Rav", "拉文"), ("Stan", "斯坦"), ("Tor", "托"), ("Ul", "乌尔"), ("Wes", "韦斯")),
)
_ENDINGS = (
    *(
        ("borough", "伯勒"),
        ("burg", "堡"),
        ("field", "菲尔德"),
        ("ford", "福德"),
        ("gorod", "哥罗德"),
    ),
    *(("ham", "汉姆"), ("land", "兰"), ("mouth", "茅斯"), ("stad", "斯塔德"), ("wick", "威克")),
)
_UNIVERSITY_KINDS = (
    ("University", "大学", "university"),
    ("State University", "州立大学", "university"),
    ("University of Technology", "理工大学", "university"),
    ("University of Applied Sciences", "应用科学大学", "university"),
    ("College", "学院", "vocational-college"),
    ("Conservatory", "音乐学院", "conservatory"),
)


def school_name(number: int, region: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return the name of a Chinese school in both languages, and its type.

    >>> school_name(0, REGIONS[0])
    ('Chongqing Anan University', '重庆安安大学', 'university')
    """
    rest, kind = divmod(number, len(_SCHOOL_KINDS))
    first, second = divmod(rest, len(_PINYIN))
    english = f"{_PINYIN[first % len(_PINYIN)][0]}{_PINYIN[second][0].lower()}"
    chinese = _PINYIN[first % len(_PINYIN)][1] + _PINYIN[second][1]
    name, title, type_ = _SCHOOL_KINDS[kind]
    return f"{region[1]} {english} {name}", f"{region[2]}{chinese}{title}", type_


def university_name(number: int, country: str) -> tuple[str, str, str]:
    """Return the name of a foreign university in both languages, and its type.

    :param country: its name in Chinese, with which the Chinese name begins

    >>> university_name(0, "英国")
    ('Ashborough University', '英国阿什伯勒大学', 'university')
    """
    rest, ending = divmod(number, len(_ENDINGS))
    rest, root = divmod(rest, len(_ROOTS))
    rest, kind = divmod(rest, len(_UNIVERSITY_KINDS))
    place, chinese = (
        f"{_ROOTS[root][0]}{_ENDINGS[ending][0]}",
        _ROOTS[root][1] + _ENDINGS[ending][1],
    )
    name, title, type_ = _UNIVERSITY_KINDS[kind]
    if not rest:
        return f"{place} {name}", f"{country}{chinese}{title}", type_
    return f"{place} {name} {rest + 1}", f"{country}{chinese}第{rest + 1}{title}", type_
