-- Why a list of payroll deduction was taken back.
ALTER TABLE payroll_list ADD COLUMN withdrawn_why TEXT;  -- NULL: it was not, or before this schema
