-- Late fees: what a debt is charged once it is late by so many days (book/late_fee.h).
ALTER TABLE obligation_terms ADD COLUMN fees TEXT;  -- money/fee.h: "MXN 30: 150.00"; NULL: none
ALTER TABLE portfolio_terms ADD COLUMN fees TEXT;
