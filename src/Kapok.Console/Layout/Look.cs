using MudBlazor;

namespace Kapok.Console.Layout;

/// <summary>The console's colours and type: night indigo and the red of the kapok flower.</summary>
internal static class Look
{
    private static readonly string[] Font =
        ["Inter", "system-ui", "-apple-system", "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteDark = new PaletteDark
        {
            Black = "#0b0c18",
            Background = "#0f1020",
            BackgroundGray = "#14152a",
            Surface = "#191b33",
            AppbarBackground = "#0f1020",
            AppbarText = "#eceaf6",
            DrawerBackground = "#12132a",
            DrawerText = "#c9c7de",
            DrawerIcon = "#a9a6c8",
            Primary = "#f2555a",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8e8cff",
            SecondaryContrastText = "#0f1020",
            Tertiary = "#f5b85c",
            Info = "#7aa7ff",
            InfoContrastText = "#0f1020",
            Success = "#46c08f",
            SuccessContrastText = "#0f1020",
            Warning = "#f5b85c",
            WarningContrastText = "#0f1020",
            Error = "#ff6a7d",
            ErrorContrastText = "#0f1020",
            TextPrimary = "#eceaf6",
            TextSecondary = "#a5a3c0",
            TextDisabled = "#6d6b8a",
            ActionDefault = "#b6b4d0",
            Divider = "#2a2c4d",
            DividerLight = "#22243f",
            TableLines = "#2a2c4d",
            LinesDefault = "#2a2c4d",
            LinesInputs = "#4a4c78",
            OverlayDark = "rgba(6,7,18,.66)",
        },
        PaletteLight = new PaletteLight
        {
            Black = "#191a33",
            Background = "#f6f5fb",
            BackgroundGray = "#efedf7",
            Surface = "#ffffff",
            AppbarBackground = "#f6f5fb",
            AppbarText = "#1d1e3a",
            DrawerBackground = "#1a1b3a",
            DrawerText = "#d6d4ea",
            DrawerIcon = "#b3b0d4",
            Primary = "#c9333e",
            PrimaryContrastText = "#ffffff",
            Secondary = "#4b47b8",
            Tertiary = "#b9770e",
            Info = "#2f62c9",
            Success = "#1b7a54",
            Warning = "#985e08",
            Error = "#c42d45",
            TextPrimary = "#1d1e3a",
            TextSecondary = "#5d5c7c",
            TextDisabled = "#9795b0",
            ActionDefault = "#5d5c7c",
            Divider = "#e3e0ef",
            DividerLight = "#edeaf5",
            TableLines = "#e3e0ef",
            LinesDefault = "#e3e0ef",
            LinesInputs = "#b7b4cf",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = ".9rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H4 = new H4Typography { FontSize = "1.55rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-.01em" },
            H5 = new H5Typography { FontSize = "1.2rem", FontWeight = "650", LineHeight = "1.3", LetterSpacing = "-.005em" },
            H6 = new H6Typography { FontSize = "1rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = ".875rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "12px", DrawerWidthLeft = "248px", AppbarHeight = "60px" },
    };
}
