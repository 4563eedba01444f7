// The broken builds and configurations: what each does wrong, which count must catch it, under which load.
export const defects = [
  { patch: 'unbounded_outbox', what: 'a gateway keeps everything for one that does not read', counter: 'unbounded', profile: 'flood', seconds: 12 },
  { patch: 'events_without_resume', what: 'the client subscribes anew without what it missed', counter: 'diverged', profile: 'usual', seconds: 15 },
  { patch: 'no_position_check', what: 'the reducer puts whatever comes last', counter: 'diverged', profile: 'changes', seconds: 25 },
  { patch: 'unread_counted_up', what: 'every push counts as one more unread', counter: 'unread_drift', profile: 'usual', seconds: 15 },
  { patch: 'acknowledge_before_commit', what: 'a write is acknowledged before it is committed', counter: 'lost', profile: 'commits', seconds: 25 },
  { patch: 'publish_before_commit', what: 'events are published before their commit', counter: 'diverged', also: ['dup', 'silent_gap', 'phantom'], profile: 'commits', seconds: 25 },
  { patch: 'numbers_from_a_sequence', what: 'numbers come from a sequence', counter: 'holes', profile: 'usual', seconds: 10 },
  { patch: 'no_idempotence', what: 'a repeated message is stored again', counter: 'dup', profile: 'usual', seconds: 15 },
  { patch: 'unsorted_locks', what: 'streams are locked in any order', counter: 'deadlocks', profile: 'marks', seconds: 20 },
  { patch: 'no_check_on_removal', what: 'a gateway does not ask again after a membership ended', counter: 'late_after_removal', profile: 'leaving', seconds: 20 },
];
