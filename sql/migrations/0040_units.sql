-- Debts in a unit of account (UF, UVR, UDI, UVA): their principal is readjusted by its value.
ALTER TABLE obligation_terms ADD COLUMN unit TEXT;  -- of index_value; NULL: money
ALTER TABLE portfolio_terms ADD COLUMN unit TEXT;
