-- A transfer of which nobody said what became of it: neither reached nor not reached.

alter table attempt
    drop constraint attempt_hand_off_check,
    add constraint attempt_hand_off_check check (hand_off in ('transferred', 'bridged', 'not_reached', 'unknown'));
