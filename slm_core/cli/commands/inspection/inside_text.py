"""What `inside` says: one object, or lines for people, with a small curve for each unit."""

from collections.abc import Sequence
from dataclasses import asdict

from slm_core.inspection.records import (
    AttentionView,
    GateSaturation,
    LayerPrediction,
    MemoryReach,
    TraceView,
    UnitEffect,
    UnitSearch,
)
from slm_core.messages import Message, as_given, lines, listed, msg

_CURVE = "▁▂▃▄▅▆▇█"
_UNITS, _TOKENS = 12, 64
"""Rows and columns of the curves; JSON has all units of the layer."""
_LISTED = 5


class InsideText:
    """An answer that is put together part by part."""

    def __init__(self, run: str, title: str) -> None:
        self.values: dict[str, object] = {"run": run, "network": title}
        self._lines: list[Message] = []

    def text(self) -> Message:
        """For people."""
        return lines(self._lines)

    def add_trace(self, trace: TraceView) -> None:
        """A curve for each of the units that change most."""
        width = len(trace.tokens.shown)
        span = trace.highest - trace.lowest
        rows = [trace.values[unit * width : (unit + 1) * width] for unit in range(trace.units)]
        self.values |= {
            "tokens": trace.tokens.texts,
            "layer": trace.layer + 1,
            "layers": trace.layers,
            "quantity": trace.quantity,
            "units": [
                {
                    "unit": unit,
                    "values": [round(trace.lowest + span * v / 255, 3) for v in rows[unit]],
                }
                for unit in trace.order
            ],
        }
        self._lines.append(
            msg(
                "{n} units of layer {layer} that change most while it reads:",
                n=min(_UNITS, trace.units),
                layer=trace.layer + 1,
            )
        )
        read = "".join(one[:1] for one in trace.tokens.shown[:_TOKENS])
        self._lines.append(as_given(f"{'':>8} {read}"))
        for unit in trace.order[:_UNITS]:
            curve = "".join(_CURVE[value // 32] for value in rows[unit][:_TOKENS])
            self._lines.append(as_given(f"{unit:>8} {curve}"))

    def add_gates(self, gates: Sequence[GateSaturation]) -> None:
        """How much of the time each gate is nearly closed or open, over all units."""
        self.values["gates"] = [
            {
                "layer": one.layer + 1,
                "gate": one.gate,
                "closed": sum(one.closed) / len(one.closed),
                "open": sum(one.open) / len(one.open),
            }
            for one in gates
        ]
        for one in gates:
            self._lines.append(
                msg(
                    "Layer {layer}, {gate} gate: below 0.1 for {closed:.0f} % of the time, above "
                    "0.9 for {open:.0f} %, on held-out text",
                    layer=one.layer + 1,
                    gate=_GATES.get(one.gate, as_given(one.gate)),
                    closed=100 * sum(one.closed) / len(one.closed),
                    open=100 * sum(one.open) / len(one.open),
                )
            )

    def add_attention(self, view: AttentionView) -> None:
        """What each head looks at from the last token, and how spread its attention is."""
        size = len(view.tokens.shown)
        heads = []
        for layer in range(view.layers):
            for head in range(view.heads):
                start = ((layer * view.heads + head) * size + size - 1) * size
                row = [value / 255 for value in view.weights[start : start + size]]
                heads.append(
                    {
                        "layer": layer + 1,
                        "head": head + 1,
                        "entropy": view.entropy[layer][head],
                        "from_last_token": row,
                    }
                )
                best = max(range(size), key=row.__getitem__)
                self._lines.append(
                    msg(
                        "Layer {layer}, head {head}: spread over {bits:.1f} bits; the last token "
                        "looks most at {token} ({share:.0f} %)",
                        layer=layer + 1,
                        head=head + 1,
                        bits=view.entropy[layer][head],
                        token=view.tokens.shown[best],
                        share=100 * row[best],
                    )
                )
        self.values |= {"tokens": view.tokens.texts, "attention": heads}

    def add_layers(self, layers: Sequence[LayerPrediction]) -> None:
        """What each layer would predict, where there are several."""
        self.values["predictions"] = [
            {
                "layer": one.layer + 1,
                "candidates": [
                    {"token": token, "probability": share} for token, share in one.candidates
                ],
            }
            for one in layers
        ]
        for one in layers:
            if one.candidates:
                guesses = (
                    msg("{token} {share:.0f} %", token=token, share=100 * share)
                    for token, share in one.candidates
                )
                self._lines.append(
                    msg(
                        "Layer {layer} predicts: {guesses}",
                        layer=one.layer + 1,
                        guesses=listed(guesses),
                    )
                )

    def add_search(self, found: UnitSearch) -> None:
        """The units found, each beside what chance reaches."""
        self.values["search"] = {
            "threshold": found.threshold,
            "share": found.share,
            "tokens": found.tokens,
            "units": found.units,
            "found": [{**asdict(one), "layer": one.layer + 1} for one in found.found],
            "verdict": found.verdict,
        }
        self._lines.append(found.verdict)
        for one in found.found[:_LISTED]:
            self._lines.append(
                msg(
                    "  unit {unit} of layer {layer}: {correlation:+.2f} ({kind})",
                    unit=one.unit,
                    layer=one.layer + 1,
                    correlation=one.correlation,
                    kind=msg("chance") if one.is_chance else msg("not chance"),
                )
            )

    def add_effect(self, effect: UnitEffect) -> None:
        """The score and the writing before and after."""
        self.values["switched_off"] = {
            **asdict(effect),
            "layer": effect.layer + 1,
            "verdict": effect.verdict,
        }
        self._lines += [
            msg(
                "Unit {unit} of layer {layer} switched off: {before:.3f} → {after:.3f} bits per "
                "byte.",
                unit=effect.unit,
                layer=effect.layer + 1,
                before=effect.everywhere.before,
                after=effect.everywhere.after,
            ),
            effect.verdict,
            msg("It wrote: {text}", text=" ".join(effect.text_before.split())),
            msg("Without it: {text}", text=" ".join(effect.text_after.split())),
        ]

    def add_reach(self, reach: MemoryReach) -> None:
        """The loss by how much of the past may be seen."""
        self.values["memory"] = {
            "reach": reach.reach,
            "points": [asdict(point) for point in reach.points],
            "verdict": reach.verdict,
        }
        self._lines.append(reach.verdict)
        for point in reach.points:
            self._lines.append(
                msg("  {n} tokens: {bits:.3f} bits per token", n=point.tokens, bits=point.bits)
            )


_GATES = {
    "input": msg("input"),
    "forget": msg("forget"),
    "output": msg("output"),
    "reset": msg("reset"),
    "update": msg("update"),
}
"""Names of gates in words."""
