namespace Stateless;

public partial class StateMachine<TState, TTrigger>
{
    /// <summary>A configured state: its rules, its actions and its place in the hierarchy.</summary>
    private sealed class Node(TState state)
    {
        private readonly Dictionary<TTrigger, List<Rule>> _rules = [];

        public TState State { get; } = state;

        public Node? Parent { get; set; }

        public List<Action<Transition>> EntryActions { get; } = [];

        public List<Action<Transition>> ExitActions { get; } = [];

        /// <summary>True when this is the state, or the state lies somewhere below it.</summary>
        public bool Contains(Node other)
        {
            for (var node = other; node is not null; node = node.Parent)
                if (node == this) return true;
            return false;
        }

        public void AddRule(TTrigger trigger, Rule rule)
        {
            if (!_rules.TryGetValue(trigger, out var rules)) _rules.Add(trigger, rules = []);
            rules.Add(rule);
        }

        /// <summary>The rule that applies here or, where none does, in the nearest ancestor; null when none does.</summary>
        /// <exception cref="InvalidOperationException">More than one rule of the same state applies.</exception>
        public Rule? FindRule(TTrigger trigger)
        {
            for (var node = this; node is not null; node = node.Parent)
            {
                // Every guard is asked, so that an ambiguous configuration shows itself rather than depending on the order.
                var applicable = node.RulesFor(trigger).Where(r => r.Holds()).ToList();
                if (applicable.Count > 1)
                    throw new InvalidOperationException($"State '{node.State}' has {applicable.Count} transitions for trigger '{trigger}' whose guards hold.");
                if (applicable.Count == 1) return applicable[0];
            }

            return null;
        }

        /// <summary>Descriptions of the guards that refused the trigger, for the message of an unhandled trigger.</summary>
        public IEnumerable<string> GuardsOf(TTrigger trigger) =>
            RulesFor(trigger).Select(r => r.GuardDescription).OfType<string>().Concat(Parent?.GuardsOf(trigger) ?? []);

        public IEnumerable<TTrigger> PermittedTriggers() =>
            _rules.Where(r => r.Value.Any(rule => rule.Holds())).Select(r => r.Key).Union(Parent?.PermittedTriggers() ?? []);

        private List<Rule> RulesFor(TTrigger trigger) => _rules.TryGetValue(trigger, out var rules) ? rules : [];
    }
}
