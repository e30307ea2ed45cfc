-- What a bank says of the orders of a direct debit, the file's head to write it again, and who may
-- work with payroll, mandates and runs on a screen.

-- accepted | pending | rejected; a state `rejected`: the bank refused it before any money moved
ALTER TABLE debit_order ADD COLUMN said TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_order ADD COLUMN said_code TEXT NOT NULL DEFAULT '';  -- why, by the bank: AM04
ALTER TABLE debit_order ADD COLUMN said_words TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_order ADD COLUMN said_on {day};

-- who collects, at the bank; empty: written before these columns
ALTER TABLE debit_file ADD COLUMN creditor_name TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_file ADD COLUMN creditor_code TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_file ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_file ADD COLUMN bank TEXT NOT NULL DEFAULT '';
ALTER TABLE debit_file ADD COLUMN sequence {i64} NOT NULL DEFAULT 1;

-- A store that is there already gets the permissions as a new one does (record/seed.c).
INSERT INTO permission (name, description)
SELECT 'payroll.manage', 'Pedir descuentos por planilla y tomar las respuestas' FROM organisation;
INSERT INTO permission (name, description)
SELECT 'mandate.record', 'Registrar y revocar autorizaciones de cobro automático' FROM organisation;
INSERT INTO permission (name, description)
SELECT 'debit.manage', 'Hacer archivos de cobro automático y tomar respuestas' FROM organisation;
INSERT INTO role_permission (role, permission)
SELECT name, 'payroll.manage' FROM role WHERE name = 'supervisor';
INSERT INTO role_permission (role, permission)
SELECT name, 'mandate.record' FROM role WHERE name IN ('agent', 'supervisor');
INSERT INTO role_permission (role, permission)
SELECT name, 'debit.manage' FROM role WHERE name = 'supervisor';
