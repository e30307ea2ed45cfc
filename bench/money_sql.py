"""The work of bench/money.py as set-based statements for PostgreSQL, as somebody would write them
who knows SQL: lines of statements against claims, and payments allocated to claims by component.

The matching gives the points of cash/match.h and wants the same of them.  It leaves out candidates
who have nothing but a name, who are never sure, and the reasons and guesses for people; likeness is
a share of equal words.  The allocation finds at once where payments end, since a file can be put in
order; the program takes one payment after the other and books again what each one moves."""
import time

from load_postgresql import psql

MATCH_TABLES = """
DROP SCHEMA IF EXISTS money CASCADE;
CREATE SCHEMA money;
SET search_path = money;
CREATE TABLE claim (n bigint, id text, open bigint, name text);
CREATE TABLE line (n bigint, debts int, kind text, reference text, text text, amount bigint,
                   name text);
"""
MATCH_INDEX = """
SET search_path = money;
\\copy money.claim FROM '{folder}/claims.tsv'
CREATE UNIQUE INDEX ON claim (id);
CREATE INDEX ON claim (open);
ANALYZE claim;
"""
# Of two names: equal words, twice, of the words of both.
LIKENESS = """
CREATE FUNCTION money.likeness(a text, b text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT 200 * (SELECT count(*) FROM unnest(string_to_array(a, ' ')) x
                 WHERE x = ANY (string_to_array(b, ' ')))::int
         / (cardinality(string_to_array(a, ' ')) + cardinality(string_to_array(b, ' '))) $$;
CREATE FUNCTION money.is_near(a text, b text) RETURNS bool LANGUAGE sql IMMUTABLE AS $$
  SELECT length(a) = length(b) AND a <> b
     AND (public.levenshtein_less_equal(a, b, 1) = 1
          OR EXISTS (SELECT FROM generate_series(1, length(a) - 1) i
                      WHERE overlay(a PLACING substr(a, i + 1, 1) || substr(a, i, 1)
                                    FROM i FOR 2) = b)) $$;
"""
MATCH = """
SET search_path = money;
BEGIN;
\\copy money.line FROM '{folder}/lines.tsv'
ANALYZE line;
CREATE TEMP TABLE token AS
  SELECT n, reference AS id, 70 AS points FROM line WHERE reference <> ''
  UNION ALL SELECT n, m[1], 60 FROM line, regexp_matches(text, 'F[0-9]{{8}}', 'g') m;
CREATE TEMP TABLE named AS
  SELECT t.n, c.n AS of_claim, t.points, c.open, c.name FROM token t JOIN claim c USING (id);
CREATE TEMP TABLE near AS
  SELECT DISTINCT t.n, c.n AS of_claim, c.open, c.name
    FROM token t JOIN line l USING (n) JOIN claim c ON c.open = l.amount
   WHERE is_near(t.id, c.id);
ANALYZE named; ANALYZE near;
CREATE TEMP TABLE merged AS
  SELECT d.n, d.debts FROM line l JOIN
         (SELECT n, count(*) AS debts, sum(open) AS open FROM named GROUP BY n) d USING (n)
   WHERE d.debts > 1 AND d.open = l.amount;
CREATE TEMP TABLE answer AS
WITH candidate AS (
  SELECT n, of_claim, max(points) AS points, min(open) AS open, min(name) AS name,
         bool_or(is_near) AS is_near
    FROM (SELECT n, of_claim, points, open, name, false AS is_near FROM named
          UNION ALL SELECT n, of_claim, 40, open, name, true FROM near) x
   GROUP BY n, of_claim),
rarity AS (
  SELECT open, CASE WHEN count(*) <= 3 THEN 25 WHEN count(*) <= 50 THEN 15 ELSE 5 END AS points
    FROM claim GROUP BY open),
scored AS (
  SELECT k.n, k.of_claim, k.is_near, s.likeness,
         LEAST(100, k.points + CASE WHEN k.open = l.amount THEN r.points ELSE 0 END
                    + CASE WHEN s.likeness >= 95 THEN 30 WHEN s.likeness >= 85 THEN 20
                           WHEN s.likeness >= 70 THEN 10 WHEN s.likeness < 40 THEN -30
                           ELSE 0 END) AS score
    FROM candidate k JOIN line l USING (n) JOIN rarity r ON r.open = k.open
         CROSS JOIN LATERAL (SELECT CASE WHEN l.name <> '' THEN likeness(k.name, l.name)
                             END AS likeness) s),
ranked AS (
  SELECT n, of_claim, likeness, score,
         row_number() OVER (PARTITION BY n ORDER BY score DESC, of_claim) AS place,
         lead(score, 1, 0) OVER (PARTITION BY n ORDER BY score DESC, of_claim) AS second,
         count(*) FILTER (WHERE is_near) OVER (PARTITION BY n) AS rivals, is_near
    FROM scored)
SELECT n, of_claim FROM ranked
 WHERE place = 1 AND score >= 80 AND score - second >= 20
   AND (rivals - is_near::int = 0 OR likeness >= 85)
   AND n NOT IN (SELECT n FROM named GROUP BY n HAVING count(*) > 1);
COMMIT;
SELECT l.kind, count(*),
       count(*) FILTER (WHERE l.debts = 1 AND a.of_claim = l.n
                           OR l.debts > 1 AND m.debts = l.debts),
       count(*) FILTER (WHERE a.n IS NULL AND m.n IS NULL)
  FROM line l LEFT JOIN answer a USING (n) LEFT JOIN merged m USING (n) GROUP BY 1 ORDER BY 1;
"""


def match(server, folder):
    """Seconds of the index and of the rest, and of each kind its lines, those right, those left."""
    url = f"{server}/postgres"
    psql(url, "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;")
    psql(url, MATCH_TABLES + LIKENESS)
    started = time.monotonic()
    psql(url, MATCH_INDEX.format(folder=folder))
    indexed = time.monotonic()
    rows = psql(url, MATCH.format(folder=folder))
    done = time.monotonic()
    psql(url, "DROP SCHEMA money CASCADE;")
    kinds = [row.split("|") for row in rows]
    counts = {kind[0]: [int(n) for n in kind[1:]] for kind in kinds}
    return indexed - started, done - indexed, counts


# Late interest, fees, costs, taxes, interest, principal: the order of the default profile.
PAYMENT_TABLES = """
DROP SCHEMA IF EXISTS money CASCADE;
CREATE SCHEMA money;
SET search_path = money;
CREATE TABLE told (party text, obligation text, claim text, due_on date, amount numeric,
                   interest numeric DEFAULT 0, fee numeric DEFAULT 0);
\\copy money.told ({columns}) FROM '{claims}' WITH (FORMAT csv, HEADER)
CREATE TABLE part (party text, claim text, due_on date, place int, component text, opened bigint,
                   paid bigint DEFAULT 0, PRIMARY KEY (party, claim, component));
INSERT INTO part
  SELECT party, claim, due_on, place, component, minor FROM told
         CROSS JOIN LATERAL (VALUES (1, 'fee', 100 * fee), (2, 'interest', 100 * interest),
                                    (3, 'principal', 100 * (amount - interest - fee)))
                         v (place, component, minor) WHERE minor > 0;
CREATE TABLE payment (party text, reference text PRIMARY KEY, value_on date, amount numeric,
                      unapplied bigint);
CREATE INDEX ON payment (party, value_on);
CREATE TABLE allocation (party text, reference text REFERENCES payment, claim text, component text,
                         amount bigint, value_on date);
CREATE INDEX ON allocation (party, claim);
CREATE INDEX ON allocation (reference);
ANALYZE part;
CHECKPOINT;
"""
# Both lie one after the other along a case: what they have in common is what is allocated.
PAYMENTS = """
SET search_path = money;
BEGIN;
\\copy money.payment (party, reference, value_on, amount) FROM '{money}' WITH (FORMAT csv, HEADER)
ANALYZE payment;
INSERT INTO allocation
  WITH money AS (
    SELECT *, sum(minor) OVER (PARTITION BY party ORDER BY value_on, reference) AS upto
      FROM (SELECT *, (100 * amount)::bigint AS minor FROM payment) p),
  owed AS (
    SELECT *, sum(opened) OVER (PARTITION BY party ORDER BY due_on, claim, place) AS upto FROM part)
  SELECT party, reference, claim, component,
         (LEAST(m.upto, o.upto) - GREATEST(m.upto - minor, o.upto - opened))::bigint, m.value_on
    FROM money m JOIN owed o USING (party)
   WHERE LEAST(m.upto, o.upto) > GREATEST(m.upto - minor, o.upto - opened);
UPDATE part SET paid = a.amount FROM (SELECT party, claim, component, sum(amount) AS amount
                                        FROM allocation GROUP BY 1, 2, 3) a
 WHERE (part.party, part.claim, part.component) = (a.party, a.claim, a.component);
UPDATE payment SET unapplied = (100 * amount)::bigint
    - COALESCE((SELECT sum(a.amount) FROM allocation a WHERE a.reference = payment.reference), 0);
COMMIT;
"""


def pay(server, claims, money):
    """Seconds, and what was allocated to each claim and component."""
    url = f"{server}/postgres"
    with open(claims, encoding="ascii") as rows:
        columns = "party, obligation, claim, due_on, amount" + (
            ", interest, fee" if "interest" in rows.readline() else "")
    psql(url, PAYMENT_TABLES.format(claims=claims, columns=columns))
    started = time.monotonic()
    psql(url, PAYMENTS.format(money=money))
    seconds = time.monotonic() - started
    rows = psql(url, "SELECT claim, component, sum(amount) FROM money.allocation GROUP BY 1, 2;")
    psql(url, "DROP SCHEMA money CASCADE;")
    return seconds, sorted(rows)
