using System.Globalization;
using System.Net;
using System.Text;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>Writes SVG elements; text is escaped, numbers have one decimal.</summary>
internal sealed class SvgCanvas
{
    private const string Fonts = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Zen Hei','Helvetica Neue',Arial,sans-serif";

    private readonly StringBuilder _body = new();

    public void Rect(double x, double y, double width, double height, string fill, string line, double radius = 8) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\" fill=\"{fill}\" stroke=\"{line}\"/>");

    public void Circle(double x, double y, double radius, string fill) => Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{fill}\"/>");

    /// <param name="text">Escaped here.</param>
    /// <param name="x">Left edge, or the middle when <paramref name="middle"/>.</param>
    /// <param name="y">Base line.</param>
    /// <param name="size">Font size in pixels.</param>
    /// <param name="fill">Colour.</param>
    /// <param name="bold">Heavier.</param>
    /// <param name="middle">Centred on x.</param>
    public void Text(string text, double x, double y, double size, string fill = "#0f172a", bool bold = false, bool middle = false) =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\" fill=\"{fill}\"{(bold ? " font-weight=\"600\"" : "")}{(middle ? " text-anchor=\"middle\"" : "")}>{WebUtility.HtmlEncode(text)}</text>");

    /// <param name="path">SVG path data.</param>
    /// <param name="marker">Where the arrow's head is: <c>marker-end</c> or <c>marker-start</c>.</param>
    /// <param name="dashed">For arrows that lead back up.</param>
    public void Arrow(string path, string marker, bool dashed) =>
        Add($"<path d=\"{path}\" fill=\"none\" stroke=\"#64748b\" stroke-width=\"1.5\"{(dashed ? " stroke-dasharray=\"5 4\"" : "")} {marker}=\"url(#head)\"/>");

    public static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");

    public string Finish(double width, double height, string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" width="{width:0}" height="{height:0}" role="img" font-family="{Fonts}">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#64748b"/></marker></defs>
        <rect width="100%" height="100%" fill="#ffffff"/>
        {_body}</svg>

        """);

    private void Add(FormattableString element) => _body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
