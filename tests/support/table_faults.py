"""Faults of the bundled tables, one of each kind, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell that is changed; row 1 is the header."""

    file: str
    row: int
    column: str
    value: str

    def apply(self, rows: list[list[str]]) -> None:
        rows[self.row - 1][rows[0].index(self.column)] = self.value


@dataclass(frozen=True)
class Copy:
    """A row that is added once more, under another id if one is given."""

    file: str
    row: int
    identifier: str = ""

    def apply(self, rows: list[list[str]]) -> None:
        copied = rows[self.row - 1]
        rows.append([self.identifier or copied[0], *copied[1:]])


@dataclass(frozen=True)
class Row:
    """A row that is added."""

    file: str
    cells: dict[str, str]

    def apply(self, rows: list[list[str]]) -> None:
        rows.append([self.cells.get(column, "") for column in rows[0]])


@dataclass(frozen=True)
class Drop:
    """The rows that are taken out: those with a value among their cells."""

    file: str
    value: str

    def apply(self, rows: list[list[str]]) -> None:
        rows[:] = [row for row in rows if self.value not in row]


FAULTS: dict[str, tuple[list[Cell | Copy | Row | Drop], str]] = {
    "a year of the future": (
        [Cell("partnerships.csv", 39, "first_intake", "2205")],
        "partnerships.csv:39:first_intake: '2205': expected 1985 to 2035",
    ),
    "two spaces between words": (
        [Cell("universities.csv", 5, "name_en", "The  University")],
        "universities.csv:5:name_en: 'The  University': expected one space between words, and no tab",
    ),
    "a tab": (
        [Cell("universities.csv", 6, "note", "seen\ttwice")],
        "universities.csv:6:note: 'seen\\ttwice': expected one space between words, and no tab",
    ),
    "an HTML entity": (
        [Cell("universities.csv", 7, "name_en", "Arts &amp; Sciences")],
        "universities.csv:7:name_en: 'Arts &amp; Sciences': expected plain text, not HTML: 'Arts & Sciences'",
    ),
    "an HTML element": (
        [Cell("universities.csv", 8, "note", "<b>bold</b> words")],
        "universities.csv:8:note: '<b>bold</b> words': expected plain text, not HTML: 'bold words'",
    ),
    "UTF-8 read as Windows-1252, with a byte lost": (
        [Cell("schools.csv", 5, "name_zh", "é‡åº†å¤§å\xad¦")],
        "schools.csv:5:name_zh: 'é‡åº†å¤§å\\xad¦': expected the encoding UTF-8; this looks like '庆大学' in another one",
    ),
    "English among the Chinese translations": (
        [Cell("translations.csv", 3, "translation", "Not translated yet.")],
        "translations.csv:3:translation: 'Not translated yet.': expected its Chinese translation",
    ),
    "Chinese punctuation in an English name": (
        [Cell("universities.csv", 9, "name_en", "University of Arts，London")],
        "universities.csv:9:name_en: 'University of Arts，London': expected ',' instead of the character U+FF0C in English",
    ),
    "a count in per cent": (
        [Cell("statistics.csv", 3, "unit", "%")],
        "statistics.csv:3:unit: '%': expected 1 for a count",
    ),
    "a fee in tens of thousands": (
        [Cell("partnerships.csv", 10, "annual_tuition", "5")],
        "partnerships.csv:10:annual_tuition: '5': expected 10000 to 120000",
    ),
    "a fee ten times too high": (
        [Cell("partnerships.csv", 40, "annual_tuition", "530000")],
        "partnerships.csv:40:annual_tuition: '530000': expected 10000 to 120000",
    ),
    "a fee ten times too low": (
        [Cell("partnerships.csv", 42, "annual_tuition", "5300")],
        "partnerships.csv:42:annual_tuition: '5300': expected 10000 to 120000",
    ),
    "an intake ten times too high": (
        [Cell("partnerships.csv", 7, "annual_intake", "1000")],
        "partnerships.csv:7:annual_intake: '1000': expected 15 to 900",
    ),
    "a negative fee": (
        [Cell("partnerships.csv", 43, "annual_tuition", "-53000")],
        "partnerships.csv:43:annual_tuition: '-53000': expected 0 or more",
    ),
    "years of study in months": (
        [Cell("partnerships.csv", 44, "duration_years", "48")],
        "partnerships.csv:44:duration_years: '48': expected 1 to 8",
    ),
    "a negative count": (
        [Cell("statistics.csv", 2, "value", "-75")],
        "statistics.csv:2:value: '-75': expected 0 or more",
    ),
    "half a programme": (
        [Cell("statistics.csv", 4, "value", "66.5")],
        "statistics.csv:4:value: '66.5': expected a whole number for a count",
    ),
    "a category of another field, backed": (
        [Cell("disciplines.csv", 3, "category", "工学")],
        "disciplines.csv:3:code: '090301': stands for 农学, but disciplines.csv:3:category says '工学'",
    ),
    "a Traditional translation": (
        [Cell("translations.csv", 4, "translation", "2026年計劃招收新生")],
        "translations.csv:4:translation: '2026年計劃招收新生': expected Simplified Chinese: '2026年计划招收新生'",
    ),
    "an offering of an unknown discipline": (
        [Cell("offerings.csv", 3, "discipline", "food-quality-b")],
        "offerings.csv:3:discipline: 'food-quality-b' is unknown; expected one of the 73 ids of https://w3id.org/yuqiao/scheme/discipline/",
    ),
    "an offering of an unknown partnership": (
        [Cell("offerings.csv", 5, "partnership", "swu-wetsa")],
        "offerings.csv:5:partnership: 'swu-wetsa' is unknown; did you mean 'swu-westa'? Expected one of the 85 ids of https://w3id.org/yuqiao/id/partnership/",
    ),
    "awards of an unknown partnership": (
        [Cell("study.csv", 4, "partnership", "cqmu-leicestr")],
        "study.csv:4:partnership: 'cqmu-leicestr' is in no row of partnerships.csv",
    ),
    "a share over a hundred": (
        [Cell("statistics.csv", 10, "value", "683")],
        "statistics.csv:10:value: '683': expected 100 % or less",
    ),
    "a ministry code twice": (
        [Cell("schools.csv", 2, "ministry_code", "4150010635")],
        "schools.csv:3:ministry_code: '4150010635': already in schools.csv:2; expected each only once",
    ),
    "a ROR id with a wrong digit": (
        [Cell("universities.csv", 3, "ror", "04t2ss103")],
        "universities.csv:3:ror: '04t2ss103': expected 04t2ss102 by its check digits; a letter or digit is wrong",
    ),
    "a ROR id with digits exchanged": (
        [Cell("universities.csv", 20, "ror", "0t42ss102")],
        "universities.csv:20:ror: '0t42ss102': expected 0t42ss145 by its check digits; a letter or digit is wrong",
    ),
    "a ROR id twice": (
        [Cell("universities.csv", 21, "ror", "01e3m7079")],
        "universities.csv:21:ror: '01e3m7079': already in universities.csv:2; expected each only once",
    ),
    "a Wikidata id twice": (
        [Cell("universities.csv", 22, "wikidata", "Q153265")],
        "universities.csv:22:wikidata: 'Q153265': already in universities.csv:2; expected each only once",
    ),
    "a Wikidata id without its letter": (
        [Cell("universities.csv", 23, "wikidata", "1637997")],
        "universities.csv:23:wikidata: '1637997': expected the form Q[0-9]+",
    ),
    "a register page twice": (
        [
            Cell(
                "partnerships.csv",
                45,
                "register_page",
                "https://www.crs.jsj.edu.cn/aproval/detail/19",
            )
        ],
        "partnerships.csv:45:register_page: 'https://www.crs.jsj.edu.cn/aproval/detail/19': already in partnerships.csv:2; expected each only once",
    ),
    "a Chinese name twice": (
        [Cell("universities.csv", 24, "name_zh", "美国辛辛那提大学")],
        "universities.csv:24:name_zh: '美国辛辛那提大学': already in universities.csv:2; expected each only once",
    ),
    "an English name twice": (
        [Cell("universities.csv", 25, "name_en", "University of Cincinnati")],
        "universities.csv:25:name_en: 'University of Cincinnati': already in universities.csv:2; expected each only once",
    ),
    "a website twice": (
        [Cell("universities.csv", 26, "website", "http://www.uc.edu/")],
        "universities.csv:26:website: 'http://www.uc.edu/': already in universities.csv:2; expected each only once",
    ),
    "a source twice": (
        [
            Cell(
                "sources.csv",
                3,
                "url",
                "https://www.ichongqing.info/2025/06/01/chongqing-expands-international-education-partnerships",
            )
        ],
        "sources.csv:3:url: 'https://www.ichongqing.info/2025/06/01/chongqing-expands-international-education-partnerships': already in sources.csv:2; expected each only once",
    ),
    "a row twice": (
        [Copy("partnerships.csv", 39)],
        "partnerships.csv:87:id: 'cqu-novosibirsk-physics' is already in row 39; expected each only once",
    ),
    "a row twice under another id": (
        [Copy("universities.csv", 3, "novosibirsk-2")],
        "universities.csv:67:name_en+name_zh+website+ror+wikidata: 'Novosibirsk State University', '俄罗斯新西伯利亚国家研究型国立大学', 'https://www.nsu.ru/n', '04t2ss102', 'Q1637997': already in universities.csv:3; expected each only once",
    ),
    "a row of evidence twice": (
        [Copy("evidence.csv", 3)],
        "evidence.csv:1219:thing+source+basis+review+note: 'id/place/chongqing+s-ror+register+accepted+' is already in row 3; expected each only once",
    ),
    "languages exchanged": (
        [
            Cell("schools.csv", 8, "name_en", "重庆大学"),
            Cell("schools.csv", 8, "name_zh", "Chongqing University"),
        ],
        "schools.csv:8:name_en+name_zh: '重庆大学' and 'Chongqing University': each is in the language of the other; exchange them",
    ),
    "English in Chinese": (
        [Cell("schools.csv", 12, "name_zh", "Chongqing Daxue")],
        "schools.csv:12:name_zh: 'Chongqing Daxue': expected text in Chinese letters",
    ),
    "Chinese in English": (
        [Cell("schools.csv", 10, "name_en", "西南大学")],
        "schools.csv:10:name_en: '西南大学': expected text in Latin letters",
    ),
    "Chinese with an English abbreviation in English": (
        [Cell("schools.csv", 11, "name_en", "重庆大学 CQU")],
        "schools.csv:11:name_en: '重庆大学 CQU': expected text in Latin letters",
    ),
    "a Chinese name tagged as English": (
        [Cell("names.csv", 12, "language", "en")],
        "names.csv:12:name: '重庆科技学院': expected text in Latin letters",
    ),
    "a Russian name in Latin letters": (
        [Cell("names.csv", 37, "name", "Novosibirsk")],
        "names.csv:37:name: 'Novosibirsk': expected text in Cyrillic letters",
    ),
    "Traditional characters": (
        [
            Cell(
                "partnerships.csv",
                47,
                "name_zh",
                "重慶大學與俄羅斯新西伯利亞國家研究型國立大學合作舉辦物理學專業本科教育項目",
            )
        ],
        "partnerships.csv:47:name_zh: '重慶大學與俄羅斯新西伯利亞國家研究型國立大學合作舉辦物理學專業本科教育項目': expected Simplified Chinese: '重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目'",
    ),
    "one Traditional character": (
        [Cell("schools.csv", 13, "name_zh", "重慶大学")],
        "schools.csv:13:name_zh: '重慶大学': expected Simplified Chinese: '重庆大学'",
    ),
    "a zero-width space": (
        [Cell("schools.csv", 14, "name_zh", "\u91cd\u200b\u5e86\u5927\u5b66")],
        "schools.csv:14:name_zh: '重\\u200b庆大学': expected text without the invisible character U+200B",
    ),
    "a no-break space": (
        [Cell("schools.csv", 12, "name_en", "Chongqing\xa0University")],
        "schools.csv:12:name_en: 'Chongqing\\xa0University': expected ' ' instead of the character U+00A0",
    ),
    "an ideographic space": (
        [Cell("schools.csv", 2, "name_zh", "\u91cd\u5e86\u3000\u5927\u5b66")],
        "schools.csv:2:name_zh: '重庆\\u3000大学': expected ' ' instead of the character U+3000",
    ),
    "a soft hyphen": (
        [Cell("schools.csv", 15, "name_en", "Chong\xadqing University")],
        "schools.csv:15:name_en: 'Chong\\xadqing University': expected text without the invisible character U+00AD",
    ),
    "a Cyrillic letter in a Latin word": (
        [Cell("universities.csv", 20, "note", "\u0420olytechnic")],
        "universities.csv:20:note: '\u0420olytechnic': expected letters of one alphabet in each word, not 'Cyrillic capital letter er' beside Latin letters",
    ),
    "letters with loose accents": (
        [
            Cell(
                "universities.csv",
                56,
                "name_en",
                "Eszterha\u0301zy Ka\u0301roly Catholic University",
            )
        ],
        "universities.csv:56:name_en: 'Eszterha\u0301zy Ka\u0301roly Catholic University': expected letters with accents as single characters: 'Eszterh\xe1zy K\xe1roly Catholic University'",
    ),
    "question marks for characters": (
        [Cell("schools.csv", 17, "name_zh", "????")],
        "schools.csv:17:name_zh: '????': expected Chinese characters; they were lost in saving",
    ),
    "a replacement character": (
        [Cell("universities.csv", 27, "name_en", "Eszterh\ufffdzy K\xe1roly Catholic University")],
        "universities.csv:27:name_en: 'Eszterh\ufffdzy K\xe1roly Catholic University': expected text whose characters are all readable; U+FFFD stands for one that was lost",
    ),
    "UTF-8 read as Windows-1252": (
        [Cell("universities.csv", 28, "name_en", "EszterhÃ¡zy KÃ¡roly Catholic University")],
        "universities.csv:28:name_en: 'EszterhÃ¡zy KÃ¡roly Catholic University': expected the encoding UTF-8; this looks like 'Eszterházy Károly Catholic University' in another one",
    ),
    "UTF-8 read as GBK": (
        [Cell("schools.csv", 18, "name_zh", "閲嶅簡澶у")],
        "schools.csv:18:name_zh: '閲嶅簡澶у': expected the encoding UTF-8; this looks like '重庆大' in another one",
    ),
    "full-width digits": (
        [Cell("partnerships.csv", 48, "first_intake", "２０２５")],
        "partnerships.csv:48:first_intake: '２０２５': expected '2' instead of the character U+FF12",
    ),
    "a full-width letter": (
        [Cell("schools.csv", 16, "name_en", "Ｃhongqing University")],
        "schools.csv:16:name_en: 'Ｃhongqing University': expected 'C' instead of the character U+FF23",
    ),
    "a ligature": (
        [Cell("sources.csv", 2, "publisher", "Ofﬁce")],
        "sources.csv:2:publisher: 'Ofﬁce': expected 'fi' instead of the character U+FB01",
    ),
    "TODO": (
        [Cell("partnerships.csv", 12, "note", "TODO check the source")],
        "partnerships.csv:12:note: 'TODO check the source': expected a value, or an empty cell where there is none yet",
    ),
    "n/a": (
        [Cell("approvals.csv", 28, "certificate", "n/a")],
        "approvals.csv:28:certificate: 'n/a': expected a value, or an empty cell where there is none yet",
    ),
    "待定": (
        [Cell("places.csv", 13, "name_zh", "待定")],
        "places.csv:13:name_zh: '待定': expected a value, or an empty cell where there is none yet",
    ),
    "a dash": (
        [Cell("schools.csv", 19, "note", "—")],
        "schools.csv:19:note: '—': expected a value, or an empty cell where there is none yet",
    ),
    "the sides exchanged": (
        [
            Cell("partnerships.csv", 13, "chinese_partner", "novosibirsk"),
            Cell("partnerships.csv", 13, "foreign_partner", "cqu"),
        ],
        "partnerships.csv:13:chinese_partner+foreign_partner: 'novosibirsk' and 'cqu': each is on the side of the other; exchange them",
    ),
    "a partnership with oneself": (
        [Cell("partnerships.csv", 14, "foreign_partner", "cqu")],
        "partnerships.csv:14:foreign_partner: 'cqu' is in CHN, says schools.csv:2:country; expected a foreign partner",
    ),
    "a foreign school as the Chinese partner": (
        [Cell("partnerships.csv", 15, "chinese_partner", "fefu")],
        "partnerships.csv:15:chinese_partner: 'fefu' is in RUS, says universities.csv:13:country; expected a Chinese partner",
    ),
    "a partner twice": (
        [Cell("partnerships.csv", 16, "foreign_partner", "novosibirsk;novosibirsk")],
        "partnerships.csv:16:foreign_partner: 'novosibirsk;novosibirsk': 'novosibirsk' occurs 2 times",
    ),
    "another partner than the title says": (
        [Cell("partnerships.csv", 17, "foreign_partner", "fefu")],
        "partnerships.csv:17:foreign_partner: 'fefu': '远东联邦大学' does not stand in partnerships.csv:17:name_zh; expected the partner that is named there, or this name of it in the table of names",
    ),
    "another school than the title says": (
        [Cell("partnerships.csv", 18, "chinese_partner", "swu")],
        "partnerships.csv:18:chinese_partner: 'swu': '西南大学' does not stand in partnerships.csv:18:name_zh; expected the partner that is named there, or this name of it in the table of names",
    ),
    "a partner that nobody knows": (
        [Cell("partnerships.csv", 19, "foreign_partner", "novosibrisk")],
        "partnerships.csv:19:foreign_partner: 'novosibrisk' is unknown; did you mean 'novosibirsk'? Expected one of the 107 ids of https://w3id.org/yuqiao/id/organisation/",
    ),
    "a misspelt Chinese name": (
        [Cell("schools.csv", 2, "name_zh", "重庆大字")],
        "schools.csv:2:name_zh: '重庆大字': expected a name that stands in partnerships.csv:19:name_zh, too",
    ),
    "coordinates exchanged": (
        [
            Cell("places.csv", 13, "latitude", "-84.51439"),
            Cell("places.csv", 13, "longitude", "39.12711"),
        ],
        "places.csv:13:latitude+longitude: '-84.51439' and '39.12711': the point is not in USA; exchange the two",
    ),
    "a latitude beyond the pole": (
        [Cell("places.csv", 2, "latitude", "106.55771")],
        "places.csv:2:latitude: '106.55771': expected 90 or less",
    ),
    "a lost minus": (
        [Cell("places.csv", 13, "longitude", "84.51439")],
        "places.csv:13:latitude+longitude: '39.12711' and '84.51439': the point is not in USA",
    ),
    "a decimal point moved": (
        [Cell("places.csv", 2, "longitude", "10.655771")],
        "places.csv:2:latitude+longitude: '29.56026' and '10.655771': the point is not in CHN",
    ),
    "a district far from its city": (
        [Cell("places.csv", 3, "latitude", "39.9"), Cell("places.csv", 3, "longitude", "116.4")],
        "places.csv:3:latitude+longitude: '39.9' and '116.4': the point is far from chongqing",
    ),
    "a latitude alone": (
        [
            Row(
                "places.csv",
                {
                    "id": "tours",
                    "kind": "City",
                    "name_en": "Tours",
                    "country": "FRA",
                    "latitude": "47.39",
                },
            )
        ],
        "places.csv:59:latitude: '47.39': expected a longitude with it",
    ),
    "places within each other": (
        [Cell("places.csv", 2, "within", "shapingba")],
        "places.csv:2:within: 'shapingba': the place would lie within itself, through shapingba",
    ),
    "a place within itself": (
        [Cell("places.csv", 3, "within", "shapingba")],
        "places.csv:3:within: 'shapingba': the place would lie within itself",
    ),
    "a university in another country than its city": (
        [Cell("universities.csv", 3, "country", "USA")],
        "universities.csv:3:country: 'USA': novosibirsk is in RUS, says places.csv:14:country",
    ),
    "a city in another country than its coordinates": (
        [Cell("places.csv", 13, "country", "GBR")],
        "places.csv:13:latitude+longitude: '39.12711' and '-84.51439': the point is not in GBR",
    ),
    "a district in another country than its city": (
        [Cell("places.csv", 3, "country", "KOR")],
        "places.csv:3:country: 'KOR': chongqing is in CHN, says places.csv:2:country",
    ),
    "an intake before the school was founded": (
        [Cell("universities.csv", 3, "founded", "2026")],
        "partnerships.csv:39:first_intake: '2025' is before '2026' in universities.csv:3:founded",
    ),
    "a founding year before there were universities": (
        [Cell("universities.csv", 29, "founded", "195")],
        "universities.csv:29:founded: '195': expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "a founding year of the wrong century": (
        [Cell("schools.csv", 20, "founded", "1829")],
        "schools.csv:20:founded: '1829': expected 1890 to 2035",
    ),
    "an end before the beginning": (
        [Cell("statuses.csv", 6, "valid_through", "1999")],
        "statuses.csv:6:valid_through: '1999' is before '2025' in statuses.csv:6:valid_from",
    ),
    "a status seen before it began": (
        [Cell("statuses.csv", 39, "valid_from", "2026-06")],
        "statuses.csv:39:as_of: '2026-05-25' is before '2026-06' in statuses.csv:39:valid_from",
    ),
    "a source read before it was published": (
        [Cell("sources.csv", 2, "retrieved", "2025-05-01")],
        "sources.csv:2:retrieved: '2025-05-01' is before '2025-06-01' in sources.csv:2:date",
    ),
    "a claim as of a day after its source was read": (
        [Cell("evidence.csv", 2, "as_of", "2026-12-24")],
        "evidence.csv:2:as_of: '2026-12-24' is after the reading of the source in sources.csv:2:retrieved",
    ),
    "a figure as of a day after its source was read": (
        [Cell("statistics.csv", 2, "as_of", "2027-06-01")],
        "statistics.csv:2:as_of: '2027-06-01' is after the reading of the source in sources.csv:2:retrieved",
    ),
    "an approval after the first intake": (
        [Cell("approvals.csv", 39, "date", "2026")],
        "approvals.csv:39:date: '2026' is after the first intake in partnerships.csv:39:first_intake",
    ),
    "an approval that had expired when it was given": (
        [Cell("approvals.csv", 31, "unknown", ""), Cell("approvals.csv", 31, "expires", "2017")],
        "approvals.csv:31:expires: '2017' is before '2018' in approvals.csv:31:date",
    ),
    "a certificate of another country": (
        [Cell("approvals.csv", 31, "certificate", "MOE50GB2A20181935N")],
        "approvals.csv:31:certificate: 'MOE50GB2A20181935N': the number stands for GB, but 'US' is in countries.csv:18:code",
    ),
    "a certificate of another level": (
        [Cell("approvals.csv", 31, "certificate", "MOE50US3A20181935N")],
        "approvals.csv:31:certificate: 'MOE50US3A20181935N': the number stands for diploma, but 'bachelor' is in partnerships.csv:31:levels",
    ),
    "a certificate of another year": (
        [Cell("approvals.csv", 31, "certificate", "MOE50US2A20191935N")],
        "approvals.csv:31:certificate: 'MOE50US2A20191935N': the number stands for 2019, but '2018' is in approvals.csv:31:date",
    ),
    "a certificate of another route": (
        [Cell("approvals.csv", 31, "certificate", "PDE50US2A20181935N")],
        "approvals.csv:31:certificate: 'PDE50US2A20181935N': the number stands for local-filed, but 'ministry' is in approvals.csv:31:route",
    ),
    "a certificate of another region": (
        [Cell("approvals.csv", 31, "certificate", "MOE51US2A20181935N")],
        "approvals.csv:31:certificate: 'MOE51US2A20181935N': the number stands for 51, but '4150010635' is in schools.csv:3:ministry_code",
    ),
    "a certificate with a letter for a digit": (
        [Cell("approvals.csv", 31, "certificate", "MOE5OUS2A20181935N")],
        "approvals.csv:31:certificate: 'MOE5OUS2A20181935N': expected a number such as MOE50US2A20181935N",
    ),
    "a route of another level": (
        [Cell("approvals.csv", 39, "route", "local-filed")],
        "approvals.csv:39:route: 'local-filed': expected ministry for the level in partnerships.csv:39:levels",
    ),
    "a level that the title contradicts": (
        [Cell("partnerships.csv", 20, "levels", "diploma")],
        "partnerships.csv:20:levels: 'diploma': the name in partnerships.csv:20:name_zh says bachelor",
    ),
    "a form that the title contradicts": (
        [Cell("partnerships.csv", 21, "form", "institution")],
        "partnerships.csv:21:form: 'institution': the name in partnerships.csv:21:name_zh is that of a programme",
    ),
    "a discipline of another level": (
        [Cell("partnerships.csv", 22, "disciplines", "accounting-d")],
        "partnerships.csv:22:disciplines: 'accounting-d': its level is diploma, says disciplines.csv:47:level; expected bachelor as in partnerships.csv:22:levels",
    ),
    "a discipline whose level changed": (
        [Cell("disciplines.csv", 22, "level", "master")],
        "disciplines.csv:22:level: 'master': the degree in disciplines.csv:22:degree is that of a bachelor",
    ),
    "a discipline code of another field": (
        [Cell("disciplines.csv", 22, "code", "080201")],
        "disciplines.csv:22:code: '080201': stands for 工学, but disciplines.csv:22:category says '理学'",
    ),
    "an offering that the partnership does not list": (
        [Cell("offerings.csv", 7, "discipline", "law-b")],
        "offerings.csv:7:discipline: 'law-b': not among the disciplines in partnerships.csv:5:disciplines",
    ),
    "a partnership without a source": (
        [Drop("evidence.csv", "id/partnership/cque-extremadura-food")],
        "partnerships.csv:30:form+name_en+name_zh+region+chinese_partner+foreign_partner+levels+disciplines+legal_basis+register_entry+register_page+study_model+counted_in+confidence: these cells have no evidence; add a row to the evidence table that names id/partnership/cque-extremadura-food and these columns",
    ),
    "a partnership without a status": (
        [Drop("statuses.csv", "cqu-novosibirsk-physics")],
        "partnerships.csv:39:form: 'cqu-novosibirsk-physics': expected a row for its status",
    ),
    "a partnership without an approval": (
        [Drop("approvals.csv", "cqu-novosibirsk-physics")],
        "evidence.csv:906:thing: 'id/approval/cqu-novosibirsk-physics' is unknown; expected one of the 84 ids of https://w3id.org/yuqiao/id/approval/",
    ),
    "a partnership without an approval or its evidence": (
        [
            Drop("approvals.csv", "cqu-novosibirsk-physics"),
            Drop("evidence.csv", "id/approval/cqu-novosibirsk-physics"),
        ],
        "partnerships.csv:39:form: 'cqu-novosibirsk-physics': expected a row for its approval",
    ),
    "two statuses without an end": (
        [Copy("statuses.csv", 39, "second")],
        "statuses.csv:87:status: 'approved': the status in statuses.csv:39:status has no end either; expected one at a time",
    ),
    "a source without a date": (
        [Cell("sources.csv", 31, "date", "")],
        "sources.csv:31:date: empty; expected a value, or 'date' in the column of what is unknown",
    ),
    "a source without an address": (
        [Cell("sources.csv", 30, "url", "")],
        "sources.csv:30:url: empty; expected a value, or 'url' in the column of what is unknown",
    ),
    "an address without https": (
        [Cell("partnerships.csv", 23, "register_page", "www.crs.jsj.edu.cn/aproval/detail/3624")],
        "partnerships.csv:23:register_page: 'www.crs.jsj.edu.cn/aproval/detail/3624': expected the form https://www\\.crs\\.jsj\\.edu\\.cn/.+",
    ),
    "a register page of another host": (
        [
            Cell(
                "partnerships.csv",
                24,
                "register_page",
                "https://www.crs.jsj.com.cn/aproval/detail/3624",
            )
        ],
        "partnerships.csv:24:register_page: 'https://www.crs.jsj.com.cn/aproval/detail/3624': expected the form https://www\\.crs\\.jsj\\.edu\\.cn/.+",
    ),
    "an address of this computer": (
        [Cell("sources.csv", 40, "url", "http://localhost/notice.html")],
        "sources.csv:40:url: 'http://localhost/notice.html': expected the address of a public host",
    ),
    "an address of a private network": (
        [Cell("sources.csv", 41, "retrieved_from", "https://192.168.1.20/list")],
        "sources.csv:41:retrieved_from: 'https://192.168.1.20/list': expected the address of a public host",
    ),
    "an address in a short form of numbers": (
        [Cell("universities.csv", 32, "website", "http://0x7f.1/")],
        "universities.csv:32:website: 'http://0x7f.1/': expected the address of a public host",
    ),
    "an address with a password": (
        [Cell("sources.csv", 42, "url", "https://me:secret@www.cqu.edu.cn/")],
        "sources.csv:42:url: 'https://me:secret@www.cqu.edu.cn/': expected an address without a password",
    ),
    "a file of one's own": (
        [Cell("sources.csv", 43, "url", "file:///C:/notice.pdf")],
        "sources.csv:43:url: 'file:///C:/notice.pdf': expected an address that begins with http:// or https://",
    ),
    "a source without its publisher": (
        [Cell("sources.csv", 44, "publisher", "")],
        "sources.csv:44:publisher: empty; expected a value, or 'publisher' in the column of what is unknown",
    ),
    "an approval that had ended when it was seen": (
        [
            Cell("approvals.csv", 32, "unknown", ""),
            Cell("approvals.csv", 32, "expires", "2024-08-31"),
        ],
        "approvals.csv:32:expires: '2024-08-31' is before '2026-05-25', when it was still 'approved' in statuses.csv:32:status; expected the status since then",
    ),
    "a status that ended, and none after it": (
        [Cell("statuses.csv", 34, "valid_through", "2025")],
        "statuses.csv:34:valid_through: '2025' is before '2026-05-25', when it was still 'approved' in statuses.csv:34:status; expected the status since then",
    ),
    "an address with a space": (
        [Cell("universities.csv", 30, "website", "https://www.nsu.ru/ n")],
        "universities.csv:30:website: 'https://www.nsu.ru/ n' is not an IRI",
    ),
    "an e-mail address without its sign": (
        [Cell("organisations.csv", 7, "email", "service.ichongqing.info")],
        "organisations.csv:7:email: 'service.ichongqing.info': expected the form [^\\s@]+@[^\\s@]+\\.[a-z]+",
    ),
    "a telephone number with words": (
        [Cell("organisations.csv", 7, "telephone", "023 67158993 ext. 2")],
        "organisations.csv:7:telephone: '023 67158993 ext. 2': expected the form \\+[0-9]+([ -][0-9]+)*",
    ),
    "a claim without a value": (
        [Cell("claims.csv", 2, "value", "")],
        "claims.csv:2:property: 'skos:altLabel': expected one value or resource; found none",
    ),
    "a claim that contradicts itself": (
        [Cell("claims.csv", 27, "contradicts", "article-physics-form")],
        "claims.csv:27:contradicts: 'article-physics-form': the claim would contradict itself",
    ),
    "two accepted claims that contradict each other": (
        [Cell("claims.csv", 27, "review", "accepted")],
        "claims.csv:27:contradicts: 'cqu-novosibirsk-physics--form--crs-moe-list': that claim is accepted too; expected one of the two",
    ),
    "evidence for what is not there": (
        [Cell("evidence.csv", 2, "thing", "id/place/chonqging")],
        "evidence.csv:2:thing: 'id/place/chonqging' is unknown; did you mean 'chongqing'? Expected one of the 57 ids of https://w3id.org/yuqiao/id/place/",
    ),
    "an exception that no longer holds": (
        [Cell("organisations.csv", 7, "name_zh", "爱重庆")],
        "exceptions.csv:2:value: 'iChongqing' is not there or nothing unusual; remove the exception, or name the value that is there",
    ),
    "a claim of an unknown property": (
        [Cell("claims.csv", 41, "property", "yq:frm")],
        "claims.csv:41:property: 'yq:frm' is unknown; did you mean 'form'? Expected one of the 78 ids of https://w3id.org/yuqiao/def#",
    ),
    "two accepted figures of one day": (
        [
            Row(
                "statistics.csv",
                {
                    "id": "another-figure",
                    "about": "id/organisation/swu",
                    "indicator": "registered-students",
                    "value": "3265",
                    "unit": "1",
                    "as_of": "2023-04-28",
                    "basis": "reported",
                    "review": "accepted",
                    "sources": "s-swu-20230428",
                },
            )
        ],
        "statistics.csv:37:value: '3265': the accepted figure of the same day in statistics.csv:35:value is '3256'; expected one accepted figure",
    ),
    "a finding that nobody looked for": (
        [
            Row(
                "assessments.csv",
                {
                    "partnership": "swu-westa",
                    "criterion": "curriculum-quality",
                    "finding": "unknown",
                    "as_of": "2026-05-25",
                    "basis": "reported",
                    "review": "accepted",
                    "sources": "s-crs-moe-list",
                },
            )
        ],
        "assessments.csv:12:finding: 'unknown': expected the reviewer who read the sources",
    ),
    "another name that is the name": (
        [
            Row(
                "names.csv",
                {
                    "id": "cqu-name-9",
                    "thing": "id/organisation/cqu",
                    "name": "Chongqing University",
                    "language": "en",
                    "kind": "other",
                    "source": "s-ror",
                    "basis": "register",
                },
            )
        ],
        "names.csv:84:name: 'Chongqing University': already in schools.csv:2:name_en; expected another name",
    ),
    "another name twice": (
        [Copy("names.csv", 2, "cqu-name-8")],
        "names.csv:84:name: 'CQU': already in names.csv:2:name; expected another name",
    ),
    "two columns in one": (
        [Cell("statuses.csv", 39, "valid_from", "2025/2026")],
        "statuses.csv:39:valid_from: '2025/2026': expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "a number with a comma": (
        [Cell("partnerships.csv", 25, "annual_tuition", "53,000")],
        "partnerships.csv:25:annual_tuition: '53,000': expected a whole number",
    ),
    "a fee with its currency": (
        [Cell("partnerships.csv", 26, "annual_tuition", "53000元")],
        "partnerships.csv:26:annual_tuition: '53000元': expected a whole number",
    ),
    "a word of the English form": (
        [Cell("partnerships.csv", 28, "form", "Programme")],
        "partnerships.csv:28:form: 'Programme' is unknown; expected one of institution, programme",
    ),
    "an unknown country": (
        [Cell("universities.csv", 31, "country", "RU")],
        "universities.csv:31:country: 'RU' is unknown; did you mean 'RUS'? Expected one of the 17 ids of http://publications.europa.eu/resource/authority/country/",
    ),
}


ALONE = {
    "a district far from its city",
    "a figure as of a day after its source was read",
    "an approval after the first intake",
    "an intake before the school was founded",
    "awards of an unknown partnership",
    "places within each other",
}
"""Faults that hide others, or are hidden, when tables have several."""
