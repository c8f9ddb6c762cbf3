package org.pennypost.mime.charset;

import java.nio.charset.Charset;
import java.util.List;

/**
 * How probable a text is in the languages that a character set is used for.
 *
 * <p>Each character that is not ASCII counts: {@link #OFTEN} if it is among those that are most of what is written, {@link #SOMETIMES} if the languages have it at
 * all, less if it stands where no one writes it (a symbol inside a word, a capital behind a small letter). The score is the mean.
 *
 * @param charset the character set
 * @param often the frequent characters
 * @param sometimes the others that the languages use, beside those of {@code blocks}
 * @param blocks in which all other characters are possible, or nothing for scripts of few letters
 */
record Frequency(Charset charset, String often, String sometimes, List<Character.UnicodeBlock> blocks) {
    /** A text below this is in none of the candidates. */
    static final double UNLIKELY = 0;

    private static final double OFTEN = 2;
    private static final double SOMETIMES = 1;
    private static final double POSSIBLE = 0.4;
    private static final double PUNCTUATION = 0.5;
    private static final double CAPITAL = 0.8;
    private static final double STRANGE = -2;

    private static final String KANA =
            "のにはをたがでてとしれさいるあかもなっくすりきよこそまけらうちつどばみめんだ" + "アイウエオカキクケコサシスセソタチツテトナニハヒフヘマミムメモラリルレロンーッャュョドグブプ。、「」";
    private static final String KANJI =
            "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨";
    private static final String SIMPLIFIED =
            "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。：；！？“”《》、您请谢邮附件";
    private static final String TRADITIONAL =
            "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運，。：；！？「」《》、您請謝郵附件";
    private static final String HANGUL =
            "이다는을에의가고하지은로도를한기사서자으아리어대라인있그들해시정나부일주수제만과게니보상전구우장스안성원동요했신여면중공것유적경국조모세치거와선당생무소연자비계관문방까습개회간합명메위내미오었되님감단입발운입니던며때려없겠녕청료첨탁드확좋받많른같었함란설업히든망버처련글편행후크심민호임바점따출판산실양종표현움터술결른습격복권책본강차름살직질신럼건";
    private static final String POLISH = "ąęłóśżźćń";
    private static final String CZECH = "áčéěířšúůýž";
    private static final String SLOVAK = "ťďňóľĺŕôä";
    private static final String HUNGARIAN = "áéíóöőúüű";
    private static final String ROMANIAN = "ăâîşţșț";
    private static final String CROATIAN = "čćžšđ";
    private static final String CYRILLIC = "оеаинтсрвлкмдпуя";
    private static final String CYRILLIC_REST = "ыьгзбчйхжшюцщэфъёіїєґўђјљњћџѓќ№";
    private static final String GREEK = "αοιετσνηυρπκμλςάίόέή";
    private static final String HEBREW = "יוהלארתבמשנעםדקחפטכגצןסזךץףװױײִַָֹ";
    private static final String ARABIC = "اليمونتربعدفسهكقحجأشصةىطخءضزثئغذإآظؤًٌٍَُِّْ،؟؛ـ";
    private static final String THAI = "านรอกเงมยลวด\u0E48\u0E49\u0E31\u0E35\u0E34";
    private static final String THAI_REST = "สะทไปบคหแจพชใโขผตูุึื\u0E4Cถฟธษณศซญภำฐฉๆฎฏฑฒฌฝฬฮฯ\u0E47๐๑๒๓๔๕๖๗๘๙฿";

    /** All that is tried; of equals the earlier wins. */
    static final List<Frequency> ALL = List.of(
            small("windows-1252", "éàèüöäßñçóíáãêåøæôúîâõ", "ëïûùìòœýþðÿÉÈÀÇÜÖÄÑÓÁÍÅØÆŒÊÂÔÚÎÃÕŠšŽž¿¡"),
            small("windows-1250", POLISH, ""),
            small("windows-1250", CZECH, SLOVAK),
            small("windows-1250", HUNGARIAN, ""),
            small("windows-1250", ROMANIAN, ""),
            small("windows-1250", CROATIAN, ""),
            small("ISO-8859-2", POLISH, ""),
            small("ISO-8859-2", CZECH, SLOVAK),
            small("ISO-8859-2", HUNGARIAN, ""),
            small("ISO-8859-2", ROMANIAN, ""),
            small("ISO-8859-2", CROATIAN, ""),
            small("windows-1254", "ğışİçöüâ", "ĞŞÇÖÜîû"),
            small("windows-1257", "ąčęėįšųūžāēģīķļņõäöü", "ĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÕÄÖÜ"),
            small(
                    "windows-1258",
                    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăâđêôơư\u0300\u0301\u0303\u0309\u0323",
                    "àáãèéìíòóùúýĐƯƠ"),
            small("windows-1251", CYRILLIC, CYRILLIC_REST),
            small("KOI8-R", CYRILLIC, CYRILLIC_REST),
            small("KOI8-U", CYRILLIC, CYRILLIC_REST),
            small("ISO-8859-5", CYRILLIC, CYRILLIC_REST),
            small("IBM866", CYRILLIC, CYRILLIC_REST),
            small("x-MacCyrillic", CYRILLIC, CYRILLIC_REST),
            small("windows-1253", GREEK, "γδθβφχωώύξζψϊϋΐΰ΄΅"),
            small("windows-1255", HEBREW, "־׳״₪"),
            small("windows-1256", ARABIC, "چپژگکہھ‌‍"),
            small("x-windows-874", THAI, THAI_REST),
            large(
                    "windows-31j",
                    KANA + KANJI,
                    Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS,
                    Character.UnicodeBlock.HIRAGANA,
                    Character.UnicodeBlock.KATAKANA),
            large(
                    "EUC-JP",
                    KANA + KANJI,
                    Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS,
                    Character.UnicodeBlock.HIRAGANA,
                    Character.UnicodeBlock.KATAKANA),
            large("GB18030", SIMPLIFIED, Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS),
            large("Big5-HKSCS", TRADITIONAL, Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS),
            large("x-windows-949", HANGUL, Character.UnicodeBlock.HANGUL_SYLLABLES));

    Frequency {
        blocks = List.copyOf(blocks);
    }

    private static Frequency small(String charset, String often, String sometimes) {
        return new Frequency(Charsets.ofJdk(charset), often, sometimes, List.of());
    }

    private static Frequency large(String charset, String often, Character.UnicodeBlock... blocks) {
        return new Frequency(Charsets.ofJdk(charset), often, "", List.of(blocks));
    }

    /** Returns how probable a text is, from -2 to 2; 0 is a text about which nothing can be said. */
    double score(CharSequence text) {
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                sum += of(c, i == 0 ? ' ' : text.charAt(i - 1), i + 1 == text.length() ? ' ' : text.charAt(i + 1));
                counted++;
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private double of(char c, char before, char after) {
        if (blocks.isEmpty() && isOtherScript(c) && (isLatin(before) || isLatin(after))) {
            return STRANGE;
        }
        if (often.indexOf(c) >= 0) {
            return Character.isUpperCase(c) && Character.isLowerCase(before) ? STRANGE : OFTEN;
        }
        if (sometimes.indexOf(c) >= 0) {
            return Character.isUpperCase(c) && Character.isLowerCase(before) ? STRANGE : SOMETIMES;
        }
        char small = Character.toLowerCase(c);
        if (small != c && (often.indexOf(small) >= 0 || sometimes.indexOf(small) >= 0)) {
            return Character.isLowerCase(before) ? STRANGE : CAPITAL;
        }
        if (!blocks.isEmpty()) {
            if (isFullPunctuation(c)) {
                return PUNCTUATION;
            }
            return blocks.contains(Character.UnicodeBlock.of(c)) ? POSSIBLE / 2 : STRANGE;
        }
        if ("’‘“”„«»–—…\u00A0".indexOf(c) >= 0) {
            boolean inside = c != '’' && Character.isLetter(before) && Character.isLetter(after);
            return inside ? STRANGE : PUNCTUATION;
        }
        if ("€£§°·×±½¼²³µ©®™•‹›´".indexOf(c) >= 0) {
            return Character.isLetter(before) && Character.isLetter(after) ? STRANGE : POSSIBLE / 2;
        }
        return STRANGE;
    }

    private static boolean isLatin(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Letters of other scripts do not stand in a word with Latin ones. */
    private static boolean isOtherScript(char c) {
        return Character.isLetter(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN;
    }

    private static boolean isFullPunctuation(char c) {
        return (c >= '\u3000' && c <= '\u303F') || (c >= '\uFF00' && c <= '\uFF65') || "“”‘’…—·".indexOf(c) >= 0;
    }
}
