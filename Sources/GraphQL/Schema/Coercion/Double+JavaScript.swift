extension Double {
    /// The shortest digits that read back as the same number, laid out as JavaScript does: whole numbers without
    /// fraction, an exponent only from 1e21 and below 1e-6.
    var inspected: String {
        guard isFinite, self != 0 else { return self == 0 ? "0" : isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
        let parts = description.split(separator: "e")
        let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        let all = mantissa[0] + fraction
        let digits = all.drop { $0 == "0" }
        /// How many digits stand before the point; negative if zeros follow it first.
        let point = mantissa[0].count - (all.count - digits.count) + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        return (self < 0 ? "-" : "") + Double.layOut(String(digits), point: point)
    }

    private static func layOut(_ padded: String, point: Int) -> String {
        let digits = String(padded.reversed().drop { $0 == "0" }.reversed())
        switch point {
        case digits.count...21: return digits + String(repeating: "0", count: point - digits.count)
        case 1...21: return digits.prefix(point) + "." + digits.dropFirst(point)
        case -5...0: return "0." + String(repeating: "0", count: -point) + digits
        default:
            let exponent = point - 1
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
        }
    }
}
