-- The sums of `task_minute` by hour, so that a series over months reads few rows. `minute` is the first one of the hour.
CREATE TABLE task_hour (LIKE task_minute);
CREATE INDEX task_hour_by_hour ON task_hour (minute, dimension);

-- Hours are added up when one of their minutes is counted.
INSERT INTO task_minute_due SELECT DISTINCT minute FROM task_minute;
