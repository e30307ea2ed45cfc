-- What a person's time zone rests on, so that a better word replaces it and a weaker one does not.
ALTER TABLE party ADD COLUMN zone_source TEXT;  -- given | place | region | phone | country | several; NULL: nobody asked
