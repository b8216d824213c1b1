-- How long the citizen waited for the robot.

alter table turn
    add column gap_ms int;      -- from the end of what was said before to the first packet of this prompt; null: nothing was said before
