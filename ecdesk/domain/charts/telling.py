"""A chart in words, for readers who do not see it and for programs that search files."""

from __future__ import annotations

from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts.shown import DrawnChart, Series
from ecdesk.domain.texts import Text, text, tr

KIND_NAMES: dict[ChartKind, Text] = {
    ChartKind.BAR: text("柱形图"),
    ChartKind.BAR_AND_LINE: text("柱形和折线图"),
    ChartKind.LINE: text("折线图"),
    ChartKind.STACKED: text("堆积柱形图"),
    ChartKind.SHARES: text("百分比堆积图"),
    ChartKind.BARS_LYING: text("条形图"),
    ChartKind.RANK: text("排名条形图"),
    ChartKind.DOTS: text("点图"),
    ChartKind.DUMBBELL: text("哑铃图"),
    ChartKind.SLOPE: text("斜率图"),
    ChartKind.MULTIPLES: text("分面小图"),
    ChartKind.RING: text("环形图"),
}
"""What editors call the kinds."""
_MOST_FIGURES = 48


def told(chart: DrawnChart) -> str:
    """The chart's kind and its figures as printed, series by series; of very many figures the first and the last of each."""
    known = [series for series in chart.series if series.has_figures]
    several = sum(len(series.values()) for series in known) > _MOST_FIGURES
    lines = [tr("{title}。{kind}。", title=chart.title, kind=KIND_NAMES[chart.kind])]
    lines += [_series_told(chart, series, several) for series in known]
    if not known:
        lines.append(tr("暂无数据"))
    return " ".join(lines)


def _series_told(chart: DrawnChart, series: Series, ends_only: bool) -> str:
    names = zip(chart.categories, series.points, strict=True)
    figures = [f"{name} {point.label}".strip() for name, point in names if point.value is not None]
    if ends_only and len(figures) > 2:
        figures = [figures[0], "…", figures[-1]]
    name = f"{series.name}（{series.unit}）" if series.unit else series.name
    return tr("{name}：{figures}。", name=name, figures="，".join(figures))
