using System.Runtime.InteropServices;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// sendto(2) and recvfrom(2) by number. The C library's functions may be cancelled while they wait, which takes two locked instructions in each
/// call; here nobody waits.
/// </summary>
internal static unsafe partial class SystemCall
{
    private static readonly nint SendToNumber, ReceiveFromNumber;

    static SystemCall() => (SendToNumber, ReceiveFromNumber) = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (44, 45),
        Architecture.Arm => (290, 292),
        _ => (206, 207), // The table that newer architectures share (include/uapi/asm-generic/unistd.h).
    };

    /// <returns>Bytes; negative when it failed.</returns>
    public static nint SendTo(int socket, byte* data, int length, int flags, byte* address, int addressLength) =>
        Call(SendToNumber, socket, data, length, flags, address, addressLength);

    /// <returns>Bytes; negative when it failed or nothing was there.</returns>
    public static nint ReceiveFrom(int socket, byte* data, int length, int flags, byte* address, uint* addressLength) =>
        Call(ReceiveFromNumber, socket, data, length, flags, address, (nint)addressLength);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint socket, byte* data, nint length, nint flags, byte* address, nint addressLength);
}
