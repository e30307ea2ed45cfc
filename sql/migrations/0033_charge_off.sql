-- Losses: a debt is charged off and may still be paid; it is written off when somebody approves.

-- place: debtor
CREATE TABLE charge_off (                      -- (A) castigos y bajas; the latest counts
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id} NOT NULL,
    kind          TEXT NOT NULL,               -- charged_off | resumed | write_off_asked
                                               -- | write_off_refused | written_off
    business_date {day} NOT NULL,
    amount        {money} NOT NULL,            -- open on that day
    reason        TEXT NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX charge_off_case ON charge_off (debtor_id, case_id);
CREATE INDEX charge_off_id ON charge_off (id);

-- A store that is there already learns who may; a new one has its seed.
INSERT INTO permission (name, description)
SELECT 'debt.charge_off', 'Castigar deudas, retirar el castigo y pedir su baja'
  FROM organisation WHERE id = 1;
INSERT INTO permission (name, description)
SELECT 'debt.write_off', 'Autorizar la baja de deudas'
  FROM organisation WHERE id = 1;
INSERT INTO role_permission (role, permission)
SELECT r.name, p.name FROM role r
  JOIN permission p ON p.name IN ('debt.charge_off', 'debt.write_off')
 WHERE r.name = 'supervisor';
