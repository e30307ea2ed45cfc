-- What a person's time zone rests on: a better word replaces it and a weaker one does not.
-- given | place | region | phone | country | several; NULL: nobody asked.
ALTER TABLE party ADD COLUMN zone_source TEXT;
