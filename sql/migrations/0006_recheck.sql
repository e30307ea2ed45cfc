-- The close reads every row of facts to decide its case, and the row says itself when the calendar
-- reaches it: nobody looks rows up by that day, and each write of facts paid for the index.
DROP INDEX case_facts_recheck;
