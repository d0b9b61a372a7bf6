import GraphQL
import PostgreSQL

/// When something was watched: the input `WatchedAtInput`, as the functions of `0012_tracking.sql` take it.
///
/// Days, months and years are their beginnings in UTC, so that they stay what they are when the viewer moves to another
/// time zone. Whether they lie in the future is asked in the viewer's.
struct WatchedMoment: Sendable {
    /// As `date_precision` spells it.
    private let precision: String
    /// What PostgreSQL reads as a `timestamptz`; nil if it is not known, or to be looked up.
    private let time: String?
    /// Whether it is the day of release or first airing.
    private let isOnRelease: Bool

    /// A play before the first films were shown is a slip of the pen.
    private static let firstYear: Int64 = 1888

    static let now = WatchedMoment("instant", "now")
    static let unknown = WatchedMoment("unknown", nil)

    private init(_ precision: String, _ time: String?, isOnRelease: Bool = false) {
        (self.precision, self.time, self.isOnRelease) = (precision, time, isOnRelease)
    }

    /// Reads the field `watchedAt`; nil if it is absent or null.
    init?(_ mutation: MutationInput) throws(UserErrors) {
        guard let input = mutation.object("watchedAt"), let given = input.fields.object.fields.first?.name else {
            return nil
        }
        switch given {
        case "at", "date", "month": self = try Self.moment(input, given)
        case "year":
            let year = input.int("year") ?? 0
            guard Self.firstYear...9999 ~= year else {
                throw input.invalid(
                    "year", "Expected a year from \(Self.firstYear) on, got \(year).", min: Double(Self.firstYear))
            }
            self.init("year", "\(year)-01-01 00:00:00+00")
        default:
            guard input.boolean(given) == true else { throw input.invalid(given, "Expected true, or another field.") }
            self = given == "now" ? .now : given == "unknown" ? .unknown : .init("day", nil, isOnRelease: true)
        }
    }

    private static func moment(_ input: MutationInput, _ name: String) throws(UserErrors) -> WatchedMoment {
        let text = input.string(name) ?? ""
        guard let year = Int64(text.prefix(4)), year >= firstYear else {
            throw input.invalid(name, "Expected a time from the year \(firstYear) on, got \(text).")
        }
        return switch name {
        case "at": WatchedMoment("instant", text)
        case "date": WatchedMoment("day", "\(text) 00:00:00+00")
        default: WatchedMoment("month", "\(text.prefix(7))-01 00:00:00+00")
        }
    }

    /// Time, precision and whether it is that of release.
    var parameters: [Parameter] { [.text(time), .text(precision), .bool(isOnRelease)] }
}
