-- Indicators of the organisation, as they were computed for a day.
-- A strategy may read them.

-- place: reference
CREATE TABLE indicator (                       -- (A)
    business_date {day} NOT NULL,              -- for whose decisions it was computed
    name          TEXT NOT NULL,               -- kpi_coverage …
    value         {i64},                       -- hundredths of a percent; NULL: of nothing
    created_at    {instant} NOT NULL,
    PRIMARY KEY (business_date, name)
) {strict_rowless};
