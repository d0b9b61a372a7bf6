import Metrics
import Testing

@Suite struct MetricsTextTests {
    @Test func `a family has its help, its type and its samples`() {
        var text = MetricsText()
        text.begin(.counter, "requests_total", "Requests by\noutcome, \\ and \"all\".")
        text.add(3, ["outcome": "complete"])
        text.add(1, ["outcome": "partial", "operation": "Home"])
        text.add(.gauge, "connections", "Now.", 2)
        #expect(
            text.text == #"""
                # HELP requests_total Requests by\noutcome, \\ and "all".
                # TYPE requests_total counter
                requests_total{outcome="complete"} 3
                requests_total{outcome="partial",operation="Home"} 1
                # HELP connections Now.
                # TYPE connections gauge
                connections 2

                """#)
    }

    @Test func `what would end a label is escaped`() {
        var text = MetricsText()
        text.begin(.gauge, "g", "")
        text.add(1, ["name": "a\"b\\c\nd\u{e9}"])
        #expect(text.text.hasSuffix(#"g{name="a\"b\\c\nd\#u{e9}"} 1"# + "\n"))
    }

    @Test func `times are seconds`() {
        var text = MetricsText()
        text.begin(.gauge, "lag_seconds", "")
        text.add(.microseconds(1500))
        #expect(text.text.hasSuffix("lag_seconds 0.0015\n"))
    }

    @Test func `the classes of a histogram hold all smaller ones`() {
        var durations = Histogram(.durations)
        for duration in [Duration.microseconds(200), .milliseconds(3), .seconds(20)] { durations.record(duration) }
        var text = MetricsText()
        text.begin(.histogram, "t_seconds", "Times.")
        text.add(durations, ["name": "x"])
        let lines = text.text.split(separator: "\n").dropFirst(2)
        #expect(lines.count == Histogram.Scale.durations.bounds.count + 3)
        #expect(lines.first == #"t_seconds_bucket{name="x",le="0.0001"} 0"#)
        #expect(lines.contains(#"t_seconds_bucket{name="x",le="0.00025"} 1"#))
        #expect(lines.contains(#"t_seconds_bucket{name="x",le="0.005"} 2"#))
        #expect(lines.contains(#"t_seconds_bucket{name="x",le="10.0"} 2"#))
        #expect(
            lines.suffix(3) == [
                #"t_seconds_bucket{name="x",le="+Inf"} 3"#, #"t_seconds_sum{name="x"} 20.0032"#,
                #"t_seconds_count{name="x"} 3"#,
            ])
    }
}
