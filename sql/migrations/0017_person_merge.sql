-- Who may say that two records are one person, on the screens too.

-- A store that is there already gets the permission as a new one does (record/seed.c).
INSERT INTO permission (name, description)
SELECT 'person.merge', 'Unir registros que son la misma persona, y deshacerlo' FROM organisation;
INSERT INTO role_permission (role, permission)
SELECT name, 'person.merge' FROM role WHERE name IN ('supervisor', 'compliance');
