package io.kubelens.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
    private static final String BAD = "io.kubelens.architecture.bad";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kubelens");
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BAD);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.kubelens");

    @ParameterizedTest
    @MethodSource("productRules")
    void holdsInTheProduct(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("rulesOfABrokenTree")
    void isRefusedWhereItIsBroken(ArchRule rule) {
        assertThat(rule.evaluate(BROKEN).hasViolation())
                .as(rule.getDescription())
                .isTrue();
    }

    @Test
    void namesTheClassThatReachesForTheDemo() {
        assertThat(violations("none may import the demo"))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("bad.access.Minter"));
    }

    @Test
    void namesTheClassThatReachesForCamel() {
        assertThat(violations("none may import Camel outside the root, http and route packages"))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("bad.access.Minter"));
    }

    @Test
    void doesNotSleepInTests() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .check(TESTS);
    }

    static List<ArchRule> productRules() {
        return new Tree("io.kubelens").rules();
    }

    static List<ArchRule> rulesOfABrokenTree() {
        return new Tree(BAD).rules();
    }

    private static List<String> violations(String description) {
        ArchRule rule = rulesOfABrokenTree().stream()
                .filter(each -> each.getDescription().equals(description))
                .findFirst()
                .orElseThrow();
        return rule.evaluate(BROKEN).getFailureReport().getDetails();
    }
}
