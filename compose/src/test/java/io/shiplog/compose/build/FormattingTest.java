package io.shiplog.compose.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds every Java file of the project to palantir-java-format. It is a test and not a plugin because the formatter has
 * to run on the JDK that it formats for, whatever Java Maven itself was started under.
 */
class FormattingTest {

    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));
    private static final int WIDTH = 120;
    private static final boolean WRITE = "write".equals(System.getProperty("shiplog.format"));

    @Test
    void everySourceIsFormatted() throws IOException {
        var formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(false)
                .build());
        List<Path> unformatted = new ArrayList<>();
        List<Path> sources = sources();
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted;
            try {
                formatted = formatter.formatSource(ImportOrderer.reorderImports(
                        RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR));
            } catch (FormatterException e) {
                throw new AssertionError("the formatter cannot read " + source + ": " + e.getMessage(), e);
            }
            if (!formatted.equals(text)) {
                if (WRITE) {
                    Files.writeString(source, formatted);
                } else {
                    unformatted.add(ROOT.relativize(source));
                }
            }
        }
        assertThat(sources).isNotEmpty();
        assertThat(unformatted)
                .as("not formatted; mvn -Dshiplog.format=write -pl compose -am -Dtest=FormattingTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false test formats them")
                .isEmpty();
    }

    /**
     * The formatter leaves Javadoc alone, so that its lists and tables keep their shape: it does not hold its width.
     */
    @Test
    void everyCommentFitsTheWidthOfTheCode() throws IOException {
        List<String> wide = new ArrayList<>();
        for (Path source : sources()) {
            boolean insideText = false;
            int number = 0;
            for (String line : Files.readAllLines(source)) {
                number++;
                boolean opensOrCloses = line.split("\"\"\"", -1).length % 2 == 0;
                if (!insideText && !opensOrCloses && line.length() > WIDTH && isComment(line.strip())) {
                    wide.add(ROOT.relativize(source) + ":" + number);
                }
                insideText ^= opensOrCloses;
            }
        }
        assertThat(wide).as("comments wider than %d columns", WIDTH).isEmpty();
    }

    private static boolean isComment(String line) {
        return line.startsWith("*") || line.startsWith("/*") || line.startsWith("//");
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        try (var modules = Files.newDirectoryStream(ROOT, path -> Files.exists(path.resolve("pom.xml")))) {
            for (Path module : modules) {
                if (Files.isDirectory(module.resolve("src"))) {
                    try (var files = Files.walk(module.resolve("src"))) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                    }
                }
            }
        }
        return all;
    }
}
