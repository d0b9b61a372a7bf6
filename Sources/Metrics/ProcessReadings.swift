private import Glibc

/// What the kernel says about this process (proc(5)).
package struct ProcessReadings: Sendable {
    /// In RAM, in bytes.
    package let residentMemory: Int
    package let openDescriptors: Int
    package let maximumDescriptors: Int
    /// On all cores, in user code and in the kernel.
    package let processorTime: Duration

    package init() {
        residentMemory = Self.residentPages * sysconf(Int32(_SC_PAGESIZE))
        openDescriptors = Self.countDescriptors()
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        maximumDescriptors = Int(clamping: limit.rlim_cur)
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        processorTime = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The second number of `statm`.
    private static var residentPages: Int {
        let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(file, &bytes, bytes.count)
        let numbers = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
        return numbers.count > 1 ? Int(String(decoding: numbers[1], as: UTF8.self)) ?? 0 : 0
    }

    private static func countDescriptors() -> Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Neither "." and ".." nor the folder itself.
        return count - 3
    }
}
