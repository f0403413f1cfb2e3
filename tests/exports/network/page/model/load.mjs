// Loads the page's model scripts, which are plain scripts for a browser, into a test.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const MODEL = process.env.YUQIAO_PAGE_MODEL ?? new URL("../../../../../exports/network/page/model", import.meta.url).pathname;

/** Runs scripts in a window of their own; returns what they define. */
export function load(...names) {
  globalThis.window = { yuqiao: {} };
  const yuqiao = globalThis.window.yuqiao;
  for (const name of names) runInThisContext(readFileSync(`${MODEL}/${name}.js`, "utf8"), { filename: `${name}.js` });
  return yuqiao;
}

/** A small register: two schools, three foreign universities, and their partnerships in the bundled graph's manner. */
export const register = () => ({
  lang: "en",
  kinds: ["discipline", "school", "university", "country"],
  nodes: [
    { kind: "discipline", en: "Physical sciences", zh: "物质科学", iri: "urn:field:053", members: [{ en: "Physics", zh: "物理学" }], partnerships: [0], country: "RUS", level: "bachelor", measures: { degree: 1, community: 1 } },
    { kind: "school", en: "Chongqing University", zh: "重庆大学", iri: "urn:o:cqu", aliases: ["CQU"], pinyin: ["chongqingdaxue", "cqdx"], partnerships: [0, 1], country: "RUS", level: "bachelor", measures: { degree: 3, community: 1 } },
    { kind: "school", en: "Southwest University", zh: "西南大学", iri: "urn:o:swu", aliases: ["SWU"], pinyin: ["xinandaxue", "xndx"], partnerships: [2], country: "AUS", level: "master", measures: { degree: 1, community: 2 } },
    { kind: "university", en: "Novosibirsk State University", zh: "新西伯利亚国立大学", iri: "urn:o:novosibirsk", aliases: ["НГУ"], partnerships: [0], country: "RUS", measures: { degree: 2, community: 1 } },
    { kind: "university", en: "University of Cincinnati", zh: "辛辛那提大学", iri: "urn:o:cincinnati", partnerships: [1], country: "USA", measures: { degree: 1, community: 1 } },
    { kind: "university", en: "University of Tasmania", zh: "塔斯马尼亚大学", iri: "urn:o:utas", partnerships: [2], country: "AUS", measures: { degree: 1, community: 2 } },
    { kind: "country", en: "Russia", zh: "俄罗斯", iri: "urn:country:RUS", partnerships: [0], country: "RUS", measures: { degree: 1, community: 1 } },
  ],
  edges: [
    { from: 1, to: 3, relation: "partner", weight: 1, partnerships: [0], current: 1 },
    { from: 1, to: 4, relation: "partner", weight: 1, partnerships: [1], current: 0 },
    { from: 2, to: 5, relation: "partner", weight: 1, partnerships: [2], current: 1 },
    { from: 3, to: 6, relation: "place", weight: 1, partnerships: [0], current: 1 },
    { from: 0, to: 1, relation: "subject", weight: 1, partnerships: [0], current: 1 },
  ],
  partnerships: [
    { iri: "urn:p:physics", en: "Physics", zh: "物理学项目", year: 2025, ended: false, level: ["bachelor"], form: ["programme"], stem: ["stem"], status: ["approved"], fields: ["053"], countries: ["RUS"], schools: ["cqu"], homes: [0], abroad: [1], nodes: [0, 1, 3, 6], facts: { level: [{ en: "Bachelor", zh: "本科" }] }, disciplines: [{ en: "Physics", zh: "物理学" }] },
    { iri: "urn:p:coop", en: "Joint Co-op Institute", zh: "联合学院", year: 2013, ended: true, level: ["bachelor"], form: ["institution"], stem: ["stem"], status: ["ended"], fields: ["071"], countries: ["USA"], schools: ["cqu"], homes: [0], abroad: [], nodes: [1, 4], facts: { level: [{ en: "Bachelor", zh: "本科" }] }, disciplines: [] },
    { iri: "urn:p:education", en: "Education", zh: "教育学项目", year: null, ended: false, level: ["master"], form: ["programme"], stem: ["non-stem"], status: ["approved"], fields: ["011"], countries: ["AUS"], schools: ["swu"], homes: [2], abroad: [3], nodes: [2, 5], facts: { level: [{ en: "Master", zh: "硕士" }] }, disciplines: [] },
  ],
  terms: {
    countries: { RUS: { en: "Russia", zh: "俄罗斯" }, USA: { en: "United States", zh: "美国" }, AUS: { en: "Australia", zh: "澳大利亚" } },
    level: { bachelor: { en: "Bachelor", zh: "本科" }, master: { en: "Master", zh: "硕士" } },
    form: { programme: { en: "Programme", zh: "项目" }, institution: { en: "Institution", zh: "机构" } },
    stem: { stem: { en: "STEM", zh: "理工" }, "non-stem": { en: "not STEM", zh: "非理工" } },
    status: { approved: { en: "Approved", zh: "批准" }, ended: { en: "Ended", zh: "终止" } },
    schools: { cqu: { en: "Chongqing University", zh: "重庆大学" }, swu: { en: "Southwest University", zh: "西南大学" } },
    fields: { "053": { en: "Physical sciences", zh: "物质科学" }, "071": { en: "Engineering", zh: "工程" }, "011": { en: "Education", zh: "教育" } },
  },
  places: [
    { en: "Shapingba", zh: "沙坪坝区", latitude: 29.56, longitude: 106.56, within: { en: "Chongqing", zh: "重庆" } },
    { en: "Novosibirsk", zh: "新西伯利亚", latitude: 55.04, longitude: 82.93 },
    { en: "Beibei", zh: "北碚区", latitude: 29.56, longitude: 106.56, within: { en: "Chongqing", zh: "重庆" } },
    { en: "Hobart", zh: "霍巴特", latitude: -42.88, longitude: 147.33 },
  ],
  measures: { degree: { en: "Degree", zh: "度" }, community: { en: "Community", zh: "社群" } },
});

/** Filters that select everything, as the page begins. */
export const noFilters = (model) => ({
  chosen: Object.fromEntries(model.facets.map((facet) => [facet, new Set()])), from: null, to: null, undated: true,
});

/** The texts that the tests need, in the form of messages.json. */
export const messages = {
  en: {
    "nodes-counted": { one: "{count} node", other: "{count} nodes" }, "school-one": "School", school: "Schools",
    "relation-partner": "are partners", "community-number": "Community {number}",
    "of-whole": "{measure} (of the whole network)", pending: "…",
    "other-country": { one: "{count} other country", other: "{count} other countries" }, "no-country": "no single country",
  },
  zh: { "nodes-counted": "{count}个节点", "school-one": "中方院校", school: "中方院校", "relation-partner": "合作", "community-number": "社群{number}", "no-country": "不属于单一国家（地区）" },
};
