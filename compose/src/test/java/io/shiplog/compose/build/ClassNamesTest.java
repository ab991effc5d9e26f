package io.shiplog.compose.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One name for one thing: whoever reads a class name knows which class is meant. */
class ClassNamesTest {
    @Test
    void noClassNameIsGivenTwice() {
        var packages = new TreeMap<String, Set<String>>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("io.shiplog")
                        .stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .forEach(type -> packages.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                                .add(type.getPackageName()));
        assertThat(packages).hasSizeGreaterThan(500);
        packages.values().removeIf(where -> where.size() == 1);
        assertThat(packages).isEmpty();
    }
}
