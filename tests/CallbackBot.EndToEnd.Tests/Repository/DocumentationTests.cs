using System.Text.RegularExpressions;

namespace CallbackBot.EndToEnd.Tests.Repository;

public sealed partial class DocumentationTests
{
    /// <summary>Every Markdown file of the repository, relative to its root.</summary>
    public static TheoryData<string> Documents
    {
        get
        {
            var documents = new TheoryData<string>();
            foreach (var folder in new[] { "", "src", "docs", "deploy", "dialogs" })
            {
                if (!Directory.Exists(Checkout.At(folder))) continue;
                var depth = folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
                foreach (var file in Directory.EnumerateFiles(Checkout.At(folder), "*.md", depth))
                {
                    var path = Path.GetRelativePath(Checkout.Root, file);
                    if (!path.Split('/').Any(part => part is "bin" or "obj")) documents.Add(path);
                }
            }

            return documents;
        }
    }

    [Fact]
    public void The_readme_is_read_in_one_sitting() =>
        Assert.InRange(File.ReadAllLines(Checkout.At("README.md")).Length, 1, 150);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Scripts_that_a_document_names_can_be_run(string document)
    {
        foreach (Match script in ScriptName().Matches(File.ReadAllText(Checkout.At(document))))
        {
            var path = Checkout.At(script.Value);
            Assert.True(File.Exists(path), $"{document} names {script.Value}, which does not exist");
            if (OperatingSystem.IsWindows()) continue;
            Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), $"{script.Value} is not executable");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_of_a_document_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Checkout.At(document))!;
        foreach (Match link in LocalLink().Matches(File.ReadAllText(Checkout.At(document))))
        {
            var target = Path.Combine(folder, link.Groups["path"].Value);
            Assert.True(Path.Exists(target), $"{document} links to {link.Groups["path"].Value}, which does not exist");
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Folders_and_files_that_a_guide_names_exist(string document)
    {
        foreach (Match path in PathName().Matches(File.ReadAllText(Checkout.At(document))))
            Assert.True(Path.Exists(Checkout.At(path.Groups["path"].Value)), $"{document} names {path.Groups["path"].Value}, which does not exist");
    }

    [GeneratedRegex(@"(?<![\w/])scripts/[a-z][a-z-]*(?![\w./-])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptName();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)(?<path>[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalLink();

    [GeneratedRegex(@"`(?<path>(src|tests|deploy|dialogs|docs|scripts)/[^`*\s]*?)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathName();
}
