-- Who ended an answered call, as it was: the network's faults are nobody's hanging up.

alter table attempt
    add column ended_by text check (ended_by in ('us', 'far_side', 'network'));     -- null: not answered
