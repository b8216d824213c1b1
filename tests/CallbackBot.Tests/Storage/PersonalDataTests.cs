using CallbackBot.Storage;

namespace CallbackBot.Tests.Storage;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PersonalDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("callbackbot-keys-").FullName;

    private string KeyFile => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_encrypted_can_be_read_and_never_looks_the_same_twice()
    {
        var personal = Keys(PersonalDataKeys.Generate());

        var first = personal.Encrypt("王秀兰", Personal.Name);

        Assert.Equal("王秀兰", personal.Decrypt(first, Personal.Name));
        Assert.NotEqual(first, personal.Encrypt("王秀兰", Personal.Name));
    }

    [Fact]
    public void A_changed_row_or_one_of_another_kind_is_refused()
    {
        var personal = Keys(PersonalDataKeys.Generate());
        var secret = personal.Encrypt("+8613800138000", Personal.Phone);

        Assert.Throws<StorageException>(() => personal.Decrypt(secret, Personal.Name));
        secret[^1] ^= 1;
        Assert.Throws<StorageException>(() => personal.Decrypt(secret, Personal.Phone));
    }

    [Fact]
    public void A_new_key_reads_old_rows_and_finds_old_numbers()
    {
        var old = PersonalDataKeys.Generate();
        var renewed = Keys(old + PersonalDataKeys.Generate().Split('\n')[1].Replace("k1:", "k2:", StringComparison.Ordinal));
        var secret = Keys(old).Encrypt("王秀兰", Personal.Name);

        Assert.Equal("王秀兰", renewed.Decrypt(secret, Personal.Name));
        Assert.Equal(Keys(old).PhoneHash("+8613800138000"), renewed.PhoneHash("+8613800138000"));
        Assert.Contains("'k2'", Assert.Throws<StorageException>(() => Keys(old).Decrypt(renewed.Encrypt("x", Personal.Name), Personal.Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_is_made_only_when_asked_for_and_only_for_its_owner()
    {
        Assert.Contains(PersonalDataKeys.Variable, Assert.Throws<StorageException>(() => PersonalDataKeys.Load(null, KeyFile)).Message, StringComparison.Ordinal);

        var secret = new PersonalData(PersonalDataKeys.Load(null, KeyFile, createFile: true)).Encrypt("x", Personal.Name);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal("x", new PersonalData(PersonalDataKeys.Load(null, KeyFile)).Decrypt(secret, Personal.Name));
    }

    [Fact]
    public void A_key_file_that_others_can_read_is_refused()
    {
        PersonalDataKeys.Load(null, KeyFile, createFile: true);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Throws<StorageException>(() => PersonalDataKeys.Load(null, KeyFile)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hash:abc")]
    [InlineData("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Unusable_keys_are_refused_without_quoting_them(string text)
    {
        var refused = Assert.Throws<StorageException>(() => PersonalDataKeys.Parse(text, "CALLBACKBOT_KEYS"));
        Assert.DoesNotContain("AAAA", refused.Message, StringComparison.Ordinal);
    }

    private static PersonalData Keys(string text) => new(PersonalDataKeys.Parse(text, "test"));
}
