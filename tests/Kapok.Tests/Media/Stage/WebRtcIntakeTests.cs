using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Taps;
using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>From a publisher's packets to samples of one clock: order, loss, keyframes and times. Time goes by hand.</summary>
public sealed class WebRtcIntakeTests
{
    private const int FrameTicks = 3000;

    private readonly List<StageFormat> _formats = [];
    private readonly List<(bool IsVideo, bool IsKey, long Time, byte[] Data)> _samples = [];
    private readonly StageIntake _intake;

    public WebRtcIntakeTests() => _intake = New(RtpCodec.Vp8, hasAudio: true);

    [Fact]
    public void Packets_out_of_order_and_twice_make_the_pictures_that_were_sent()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        foreach (ulong index in (ulong[])[10, 12, 11, 11, 14, 13, 15]) PutPicture(intake, index, (uint)(index * FrameTicks), index == 10, 100 + index);
        intake.Run(120);
        Assert.Equal(Enumerable.Range(10, 6).Select(number => (byte)number), _samples.Select(sample => sample.Data[^1]));
        Assert.Equal([true, false, false, false, false, false], _samples.Select(sample => sample.IsKey));
        Assert.All(_samples.Zip(_samples.Skip(1)), pair => Assert.Equal(FrameTicks, pair.Second.Time - pair.First.Time));
        Assert.Equal((StageCodec.Vp8, 1280, 720, StageCodec.None), (_formats[0].Video, _formats[0].Width, _formats[0].Height, _formats[0].Audio));
    }

    [Fact]
    public void After_a_loss_nothing_is_shown_until_decoding_can_begin_anew_and_a_whole_picture_is_asked_for()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        PutPicture(intake, 1, 0, isKey: true, 0);
        PutPicture(intake, 3, 2 * FrameTicks, isKey: false, 66);
        intake.Run(67);
        Assert.Single(_samples); // the second may still come again
        Assert.False(intake.TakeKeyWish(67, 2000));
        intake.Run(400);
        Assert.Single(_samples);
        Assert.True(intake.TakeKeyWish(400, 2000));
        Assert.False(intake.TakeKeyWish(400, 2000)); // once
        PutPicture(intake, 4, 3 * FrameTicks, isKey: false, 401);
        PutPicture(intake, 5, 4 * FrameTicks, isKey: true, 402);
        intake.Run(402);
        Assert.Equal([1, 5], _samples.Select(sample => (int)sample.Data[^1]));
        Assert.True(intake.LostPictures > 0);
    }

    [Fact]
    public void What_comes_again_in_time_is_taken_in_its_place()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        PutPicture(intake, 1, 0, isKey: true, 0);
        PutPicture(intake, 3, 2 * FrameTicks, isKey: false, 66);
        intake.Run(150);
        PutPicture(intake, 2, FrameTicks, isKey: false, 160);
        intake.Run(160);
        Assert.Equal([1, 2, 3], _samples.Select(sample => (int)sample.Data[^1]));
        Assert.Equal([0, FrameTicks, 2 * FrameTicks], _samples.Select(sample => sample.Time)); // when it was made, not when it came
    }

    [Fact]
    public void Whole_pictures_are_asked_for_as_often_as_packagers_need_them()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        intake.Run(0);
        Assert.False(intake.TakeKeyWish(5000, 2000)); // the first was asked for by whoever began to listen
        PutPicture(intake, 1, 0, isKey: true, 5001);
        intake.Run(5001);
        Assert.False(intake.TakeKeyWish(7000, 2000));
        Assert.True(intake.TakeKeyWish(7002, 2000));
    }

    [Fact]
    public void A_picture_whose_last_packet_is_not_marked_ends_where_the_next_begins_and_padding_is_nothing()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        Put(intake, true, 1, 0, false, Vp8(true, 1), 0);
        Put(intake, true, 2, 0, false, [], 1);
        Put(intake, true, 3, FrameTicks, true, Vp8(false, 2), 33);
        Put(intake, true, 4, FrameTicks, false, [], 34);
        intake.Run(40);
        Assert.Equal([1, 2], _samples.Select(sample => (int)sample.Data[^1]));
        Assert.Equal(0, intake.LostPictures);
    }

    [Fact]
    public void Sound_waits_for_the_first_picture_and_goes_alone_when_none_comes()
    {
        for (ulong at = 0; at < 100; at++) PutSound(at, at * 20);
        _intake.Run(0);
        Assert.Empty(_samples);
        _intake.Run(2999);
        PutSound(100, 3001);
        _intake.Run(3001);
        Assert.Equal((StageCodec.None, StageCodec.Opus, 48_000, 2), (_formats[^1].Video, _formats[^1].Audio, _formats[^1].SampleRate, _formats[^1].Channels));
        Assert.Single(_samples);
        PutPicture(_intake, 1, 0, isKey: true, 3010);
        _intake.Run(3010);
        Assert.Equal((StageCodec.Vp8, StageCodec.Opus), (_formats[^1].Video, _formats[^1].Audio));
    }

    [Fact]
    public void Reports_of_the_publisher_bring_picture_and_sound_onto_one_clock()
    {
        // The picture was made at 1,000 ms and came 80 ms later, the sound 200 ms: by arrival alone they are 120 ms apart.
        PutPicture(_intake, 1, 90_000, isKey: true, 1080);
        PutSound(1, 1200, timestamp: 48_000);
        _intake.Run(1200);
        long apart = _samples.Single(sample => !sample.IsVideo).Time - _samples.Single(sample => sample.IsVideo).Time;
        Assert.Equal(120 * 90, apart);
        NtpTime made = NtpTime.Of(DateTimeOffset.UnixEpoch.AddSeconds(1));
        _intake.Align((made, 90_000), (made, 48_000));
        Assert.Equal(120, _intake.SoundLatenessMs, 0.1);
        PutPicture(_intake, 2, 93_000, isKey: false, 1300);
        PutSound(2, 1300, timestamp: 49_600); // a thirtieth of a second later, too
        _intake.Run(1300);
        Assert.Equal(_samples.Last(sample => sample.IsVideo).Time, _samples.Last(sample => !sample.IsVideo).Time, 2d);
    }

    [Fact]
    public void Reports_that_cannot_be_true_change_nothing()
    {
        PutPicture(_intake, 1, 90_000, isKey: true, 1000);
        PutSound(1, 1000, timestamp: 48_000);
        _intake.Run(1000);
        _intake.Align((NtpTime.Of(DateTimeOffset.UnixEpoch), 90_000), (NtpTime.Of(DateTimeOffset.UnixEpoch.AddDays(400)), 48_000));
        PutPicture(_intake, 2, 93_000, isKey: false, 1033);
        PutSound(2, 1033, timestamp: 49_600);
        _intake.Run(1033);
        Assert.Equal(_samples.Last(sample => sample.IsVideo).Time, _samples.Last(sample => !sample.IsVideo).Time, 2d);
    }

    [Fact]
    public void Timestamps_and_sources_that_begin_anew_do_not_throw_the_clock()
    {
        StageIntake intake = New(RtpCodec.Vp8, hasAudio: false);
        PutPicture(intake, 1, uint.MaxValue - 1000, isKey: true, 0);
        PutPicture(intake, 2, unchecked(uint.MaxValue - 1000 + FrameTicks), isKey: false, 33);
        intake.Run(33);
        Assert.Equal(FrameTicks, _samples[1].Time - _samples[0].Time);
        Put(intake, true, 7, 5, true, Vp8(true, 7), 1000, ssrc: 9); // another camera
        intake.Run(1000);
        Assert.Equal(90_000, _samples[2].Time - _samples[0].Time); // by when it came
    }

    [Fact]
    public void A_stranger_far_ahead_costs_no_more_than_the_ring_and_what_is_behind_is_given_up()
    {
        PacketOrder order = new(8, 100);
        order.Put(1, 0, false, [1], 0);
        order.Put(1_000_000_000_000, 0, false, [2], 1);
        Assert.True(order.TryTake(2000, out OrderedPacket packet));
        Assert.Equal((2, true), (packet.Payload[0], packet.IsAfterGap));
        Assert.False(order.TryTake(2000, out _));
        order.Put(5, 0, false, [3], 2);
        Assert.False(order.TryTake(9000, out _));
    }

    private StageIntake New(RtpCodec codec, bool hasAudio) =>
        new(codec, hasAudio) { Formatted = _formats.Add, Sampled = (isVideo, isKey, time, data) => _samples.Add((isVideo, isKey, time, data)) };

    private static void PutPicture(StageIntake intake, ulong index, uint timestamp, bool isKey, double arrivalMs) =>
        Put(intake, true, index, timestamp, true, Vp8(isKey, (byte)index), arrivalMs);

    private void PutSound(ulong index, double arrivalMs, uint? timestamp = null) => Put(_intake, false, index, timestamp ?? (uint)(index * 960), false, [0xFC, 1, 2], arrivalMs);

    private static void Put(StageIntake intake, bool isVideo, ulong index, uint timestamp, bool isMarked, byte[] payload, double arrivalMs, uint ssrc = 5)
    {
        RtpHeader header = new(96, isMarked, false, (ushort)index, timestamp, ssrc, 12, 0, 0);
        TappedPacket packet = new(header, payload, payload, index, arrivalMs);
        if (isVideo) intake.PutVideo(packet);
        else intake.PutAudio(packet);
    }

    private static byte[] Vp8(bool isKey, byte number) => isKey ? [0x10, 0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02, number] : [0x10, 0x11, 2, 0, number];
}
