-- An erasure reaches the files of imports as well.

ALTER TABLE contact_import
  -- People name files after customers ("Order of Eleni.csv"), so a name is kept as long as its file at most.
  -- Null: it is gone, and the import is told by its day and its rows.
  ALTER COLUMN file_name DROP NOT NULL,
  -- When everything of the file goes, whatever its merchant does with it until then: somebody was erased who
  -- may be in it, and a file cannot be edited. Null: nobody was.
  ADD COLUMN delete_by timestamptz;

UPDATE contact_import i SET file_name = NULL
WHERE emptied_at IS NOT NULL
   OR (status = 'done'
       AND NOT EXISTS (SELECT FROM import_piece p WHERE p.shop_id = i.shop_id AND p.import_id = i.id));

-- That somebody is not taken because they asked to be forgotten is told by the row of the file, without their
-- number.
UPDATE import_problem SET phone = NULL WHERE reason = 'erased' AND phone IS NOT NULL;
