using Xunit.Abstractions;
using Xunit.Sdk;

namespace CallbackBot.Testing.RealTime;

/// <summary>
/// A test of calls whose audio runs in real time. Where it fails while the machine stood still, it has seen the machine and not the program, and is run
/// anew: <see cref="RealTimeTestCase"/>. Where it fails without that, it fails.
/// </summary>
[XunitTestCaseDiscoverer("CallbackBot.Testing.RealTime." + nameof(RealTimeFactDiscoverer), "CallbackBot.Testing")]
public sealed class RealTimeFactAttribute : FactAttribute;

/// <inheritdoc cref="RealTimeFactAttribute"/>
[XunitTestCaseDiscoverer("CallbackBot.Testing.RealTime." + nameof(RealTimeTheoryDiscoverer), "CallbackBot.Testing")]
public sealed class RealTimeTheoryAttribute : TheoryAttribute;

/// <summary>xunit's way from the attribute to the test case.</summary>
public sealed class RealTimeFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new RealTimeTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, null);
}

/// <inheritdoc cref="RealTimeFactDiscoverer"/>
public sealed class RealTimeTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new RealTimeTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, dataRow)];
}
