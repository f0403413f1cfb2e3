-- Questions of the catalogue as SQL over the tables of `yuqiao export --as parquet-folder`, in the
-- words that DuckDB and Spark share; Spark calls UNNEST explode. ${yq} is the namespace of a prefix.

-- view: ended
SELECT DISTINCT about AS id FROM claims
WHERE class = '${yq}StatusRecord' AND value = '${st}ended' AND review = '${rev}accepted'
  AND valid_through IS NULL

-- view: university_country
SELECT s.subject AS university, e.label_en AS country FROM statements s
JOIN entities e ON e.id = s.object WHERE s.predicate = '${yq}country'

-- view: partnership_university
SELECT id, UNNEST(universities) AS university FROM partnerships

-- view: partnership_school
SELECT id, UNNEST(schools) AS school FROM partnerships

-- view: partnership_level
SELECT id, UNNEST(levels) AS level FROM partnerships

-- view: partnership_source
SELECT id, UNNEST(sources) AS source FROM partnerships

-- view: unknown
SELECT subject AS id, object AS property FROM statements WHERE predicate = '${yq}unknownValueFor'

-- question: partnerships-by-country
SELECT c.country, COUNT(DISTINCT p.id) - COUNT(DISTINCT e.id), COUNT(DISTINCT p.id)
FROM partnership_university p JOIN university_country c ON c.university = p.university
LEFT JOIN ended e ON e.id = p.id
GROUP BY c.country

-- question: levels-by-country
SELECT c.country, n.label_en, COUNT(DISTINCT p.id) - COUNT(DISTINCT e.id), COUNT(DISTINCT p.id)
FROM partnership_university p JOIN university_country c ON c.university = p.university
JOIN partnership_level l ON l.id = p.id JOIN entities n ON n.id = l.level
LEFT JOIN ended e ON e.id = p.id
GROUP BY c.country, n.label_en

-- question: partnerships-by-school
SELECT n.label_en, COUNT(DISTINCT p.id) - COUNT(DISTINCT e.id), COUNT(DISTINCT p.id)
FROM partnership_school p JOIN entities n ON n.id = p.school LEFT JOIN ended e ON e.id = p.id
GROUP BY p.school, n.label_en

-- question: stem-flags
SELECT p.label_en, f.label_en FROM partnerships p JOIN entities f ON f.id = p.stem_flag

-- question: foreign-partners
SELECT p.label_en, u.label_en, c.country FROM partnerships p
LEFT JOIN partnership_university o ON o.id = p.id
LEFT JOIN university_country c ON c.university = o.university
LEFT JOIN entities u ON u.id = c.university

-- question: approval-routes
SELECT p.label_en, r.label_en, a.label_en, d.object
FROM statements s JOIN partnerships p ON p.id = s.object
JOIN statements t ON t.subject = s.subject AND t.predicate = '${yq}approvalRoute'
JOIN entities r ON r.id = t.object
LEFT JOIN statements y ON y.subject = s.subject AND y.predicate = '${yq}approvingAuthority'
LEFT JOIN entities a ON a.id = y.object
LEFT JOIN statements d ON d.subject = s.subject AND d.predicate = '${dcterms}date'
WHERE s.predicate = '${yq}approvalOf'

-- question: universities-without-ror
SELECT c.country, u.label_en FROM statements k
JOIN university_country c ON c.university = k.subject JOIN entities u ON u.id = k.subject
LEFT JOIN (SELECT DISTINCT subject FROM statements
           WHERE predicate = '${schema}sameAs' AND object LIKE 'https://ror.org/%') r
  ON r.subject = k.subject
WHERE k.predicate = '${rdf}type' AND k.object = '${schema}CollegeOrUniversity'
  AND r.subject IS NULL

-- question: latest-status
SELECT p.label_en, s.label_en, c.as_of FROM claims c
JOIN (SELECT about, MAX(as_of) AS newest FROM claims
      WHERE class = '${yq}StatusRecord' AND review = '${rev}accepted' GROUP BY about) n
  ON n.about = c.about AND n.newest = c.as_of
JOIN partnerships p ON p.id = c.about JOIN entities s ON s.id = c.value
WHERE c.class = '${yq}StatusRecord' AND c.review = '${rev}accepted'

-- question: sources-by-partnership
SELECT p.label_en, n.label_en, COUNT(DISTINCT s.source) FROM partnership_source s
JOIN partnerships p ON p.id = s.id
JOIN statements k ON k.subject = s.source AND k.predicate = '${dcterms}type'
JOIN entities n ON n.id = k.object
GROUP BY p.id, p.label_en, n.id, n.label_en

-- question: inferred-statements
SELECT property, r.label_en, COUNT(*) FROM (
  SELECT COALESCE(property, indicator, criterion,
    CASE WHEN class = '${yq}StatusRecord' THEN '${yq}status' ELSE '${schema}text' END) AS property,
    review FROM claims WHERE basis = '${bas}inferred') c
JOIN entities r ON r.id = c.review
GROUP BY property, r.label_en

-- question: least-known-partnerships
SELECT p.label_en, COUNT(DISTINCT a.id), COUNT(DISTINCT g.property) FROM partnerships p
LEFT JOIN claims a ON a.about = p.id
  AND a.value IN ('${fnd}unknown', '${fnd}not-looked-for')
LEFT JOIN (
  SELECT u.id, u.property FROM unknown u
  UNION SELECT h.subject, u.property FROM statements h JOIN unknown u ON u.id = h.object
    WHERE h.predicate = '${yq}hasApproval') g ON g.id = p.id
GROUP BY p.id, p.label_en

-- question: open-claims
SELECT about, COALESCE(property, indicator), value, NULL FROM claims
WHERE review = '${rev}open' AND COALESCE(property, indicator) IS NOT NULL AND value IS NOT NULL

-- question: school-university-network
SELECT school, '${yq}partnersWith', university FROM partnership_school s
JOIN partnership_university u ON u.id = s.id
UNION
SELECT university, '${yq}partnersWith', school FROM partnership_school s
JOIN partnership_university u ON u.id = s.id
