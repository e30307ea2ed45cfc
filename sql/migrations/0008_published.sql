-- What others publish and a law refers to: limits of rates, and values of units of account.

-- place: reference
CREATE TABLE rate_cap (                        -- (A) a correction is a further revision
    country       TEXT NOT NULL,               -- ISO 3166-1 alpha-2
    kind          TEXT NOT NULL,               -- what is published: tmc, ibc; a segment after a dot
    from_on       {day} NOT NULL,              -- the first day on which it holds
    revision      {int} NOT NULL,              -- from 1; the highest counts
    value         {i64} NOT NULL,              -- a year, parts per million
    source        TEXT NOT NULL,               -- where it was published
    recorded_at   {instant} NOT NULL,
    actor_id      {id},
    PRIMARY KEY (country, kind, from_on, revision)
) {strict_rowless};

-- place: reference
CREATE TABLE index_value (                     -- (A) the same
    country       TEXT NOT NULL,
    unit          TEXT NOT NULL,               -- UF, UVR, UDI, UVA, UIT, SMMLV, UTM, USD…
    from_on       {day} NOT NULL,
    revision      {int} NOT NULL,
    value         {i64} NOT NULL,              -- one unit in the currency, in millionths of it
    currency      {int} NOT NULL,              -- packed ISO 4217 letters
    source        TEXT NOT NULL,
    recorded_at   {instant} NOT NULL,
    actor_id      {id},
    PRIMARY KEY (country, unit, from_on, revision)
) {strict_rowless};
