-- Whose money of a bank may be, for the person who decides; and who may decide it on a screen.

-- place: one_shard
CREATE TABLE bank_candidate (                  -- (A) as the machine saw it when the entry began to
    entry_id      {id} NOT NULL,               -- wait, the likeliest first
    position      {int} NOT NULL,              -- from 1
    case_id       {id} NOT NULL,
    claim_id      {id},                        -- that an id named; NULL: the whole case
    score         {int} NOT NULL,
    reason        TEXT NOT NULL,               -- words of cash/match.h
    PRIMARY KEY (entry_id, position)
) {strict_rowless};

-- A store that is there already gets the permission as a new one does (record/seed.c).
INSERT INTO permission (name, description)
SELECT 'payment.match', 'Decir de quién es el dinero que llegó por bancos' FROM organisation;
INSERT INTO role_permission (role, permission)
SELECT name, 'payment.match' FROM role WHERE name = 'supervisor';
