package io.shiplog.compose.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * No test, but the last lines of {@code mvn verify}: which tests of all modules were left out, and why, from the
 * reports that this build has written. The build runs it after everything else.
 */
class LeftOutReport {
    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));
    private static final Instant BUILD_START = Instant.parse(System.getProperty("shiplog.build.start"));
    private static final String MARK = "left out: ";

    @Test
    void areNamedAtTheEndOfTheBuild() throws Exception {
        Set<String> lines = new TreeSet<>();
        try (var modules = Files.newDirectoryStream(ROOT, module -> Files.exists(module.resolve("pom.xml")))) {
            for (Path module : modules) {
                read(module.resolve("target/surefire-reports"), lines);
                read(module.resolve("target/failsafe-reports"), lines);
            }
        }
        System.out.println(
                lines.isEmpty() ? "No test was left out." : "Left out, because this machine lacks something:");
        lines.forEach(line -> System.out.println("  " + line));
    }

    private static void read(Path folder, Set<String> lines) throws Exception {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            for (Path report : reports) {
                if (!isOld(report)) {
                    skipped(report, lines);
                }
            }
        }
    }

    private static boolean isOld(Path report) throws IOException {
        return Files.getLastModifiedTime(report).toInstant().isBefore(BUILD_START.minus(1, ChronoUnit.SECONDS));
    }

    private static void skipped(Path report, Set<String> lines) throws Exception {
        var document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(report.toFile());
        var skipped = document.getElementsByTagName("skipped");
        for (int i = 0; i < skipped.getLength(); i++) {
            Element element = (Element) skipped.item(i);
            Element test = (Element) element.getParentNode();
            String name = test.getAttribute("classname");
            lines.add(name.substring(name.lastIndexOf('.') + 1) + ": " + reason(element));
        }
    }

    private static String reason(Element skipped) {
        String text =
                skipped.getAttribute("message").isBlank() ? skipped.getTextContent() : skipped.getAttribute("message");
        String line = text.strip().lines().findFirst().orElse("no reason given");
        int mark = line.indexOf(MARK);
        return mark < 0
                ? line.replaceFirst("^.*Exception: (Assumption failed: )?", "")
                : line.substring(mark + MARK.length());
    }
}
