import Glibc
import Metrics
import Testing

@Suite struct ProcessReadingsTests {
    @Test func `the process is seen as it is`() {
        let readings = ProcessReadings()
        #expect(readings.residentMemory > 1 << 20)
        #expect(readings.processorTime > .zero)
        #expect(readings.openDescriptors >= 3)
        #expect(readings.maximumDescriptors >= readings.openDescriptors)
    }

    @Test func `what uses memory and time raises them`() {
        let before = ProcessReadings()
        // Much more than other tests may give back meanwhile.
        let block = [UInt8](repeating: 1, count: 512 << 20)
        let after = ProcessReadings()
        #expect(block.last == 1)
        #expect(after.residentMemory > before.residentMemory + 128 << 20)
        #expect(after.processorTime > before.processorTime)
    }
}
