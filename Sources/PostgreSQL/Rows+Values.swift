/// Cells as Swift values, for the few a resolver computes with; what is only passed on stays bytes.
extension RowsView {
    /// `bigint`, `integer` or `smallint`; 0 for NULL. Of anything else the digits it begins with; debug builds stop there.
    package func int(_ row: Int, _ column: Int) -> Int64 {
        let cell = bytes(row, column)
        var value: Int64 = 0
        var isNegative = false
        for index in 0..<cell.byteCount {
            let byte = unsafe cell.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            if index == 0, byte == UInt8(ascii: "-") {
                isNegative = true
                continue
            }
            guard byte &- 48 < 10 else {
                assertionFailure("column \(column) (\(name(ofColumn: column))) is no integer")
                break
            }
            // Downwards, so that the smallest value fits.
            value = value &* 10 &- Int64(byte &- 48)
        }
        return isNegative ? value : 0 &- value
    }

    package func optionalInt(_ row: Int, _ column: Int) -> Int64? { isNull(row, column) ? nil : int(row, column) }

    /// The elements of a `bigint[]` of natural numbers, none of them NULL: `{18,35}`.
    package func forEachInt(_ row: Int, _ column: Int, _ body: (Int64) -> Void) {
        let cell = bytes(row, column)
        var value: Int64 = 0
        // Behind the brace; "{}" has two bytes.
        guard cell.byteCount > 2 else { return }
        for index in 1..<cell.byteCount {
            let byte = unsafe cell.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            if byte &- 48 < 10 {
                value = value &* 10 &+ Int64(byte &- 48)
            } else {
                body(value)
                value = 0
            }
        }
    }

    /// False for NULL.
    package func bool(_ row: Int, _ column: Int) -> Bool {
        let cell = bytes(row, column)
        return unsafe cell.byteCount == 1 && cell.unsafeLoad(as: UInt8.self) == UInt8(ascii: "t")
    }

    /// Any numeric type, `NaN` and `Infinity` included; 0 for NULL.
    package func double(_ row: Int, _ column: Int) -> Double { Double(text(row, column)) ?? 0 }

    package func optionalDouble(_ row: Int, _ column: Int) -> Double? {
        isNull(row, column) ? nil : double(row, column)
    }

    /// A copy; "" for NULL.
    package func text(_ row: Int, _ column: Int) -> String {
        unsafe bytes(row, column).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    package func optionalText(_ row: Int, _ column: Int) -> String? { isNull(row, column) ? nil : text(row, column) }
}

extension Rows {
    package func int(_ row: Int, _ column: Int) -> Int64 { view.int(row, column) }
    package func optionalInt(_ row: Int, _ column: Int) -> Int64? { view.optionalInt(row, column) }
    package func bool(_ row: Int, _ column: Int) -> Bool { view.bool(row, column) }
    package func double(_ row: Int, _ column: Int) -> Double { view.double(row, column) }
    package func optionalDouble(_ row: Int, _ column: Int) -> Double? { view.optionalDouble(row, column) }
    package func text(_ row: Int, _ column: Int) -> String { view.text(row, column) }
    package func optionalText(_ row: Int, _ column: Int) -> String? { view.optionalText(row, column) }
}
