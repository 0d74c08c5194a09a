-- The scale of ratings that come without one; empty where the project has none.
ALTER TABLE projects ADD COLUMN rating_scale TEXT NOT NULL DEFAULT '';
