-- Refusals of the gate that a person asks to lift once, with a reason and a second look.

-- place: debtor
CREATE TABLE contact_override (
    debtor_id     {id} NOT NULL,               -- the contacted person
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    business_date {day} NOT NULL,              -- on which it was asked for
    channel       {int} NOT NULL,
    rule          TEXT NOT NULL,               -- that refuses
    pack          TEXT NOT NULL,               -- country, version and hash of the rules asked
    why           TEXT NOT NULL,
    state         TEXT NOT NULL,               -- asked | approved | rejected | used
    approval_id   {id} NOT NULL,
    asked_by      {id} NOT NULL,
    asked_at      {instant} NOT NULL,
    decided_by    {id},
    decided_at    {instant},
    valid_until   {instant},                   -- of an approved one
    used_at       {instant},
    permit_id     {id},                        -- contact_reservation
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX contact_override_approval ON contact_override (approval_id);

-- A store that is there already learns who may ask and who decides; a new one is told by its seed.
INSERT INTO permission (name, description)
SELECT 'gate.override', 'Pedir un contacto que la compuerta niega' FROM organisation WHERE id = 1;
INSERT INTO permission (name, description)
SELECT 'gate.approve', 'Autorizar un contacto que la compuerta niega' FROM organisation
 WHERE id = 1;
INSERT INTO role_permission (role, permission)
SELECT r.name, p.name FROM role r JOIN permission p ON p.name IN ('gate.override', 'gate.approve')
 WHERE r.name = 'supervisor' OR (r.name = 'compliance' AND p.name = 'gate.approve');
