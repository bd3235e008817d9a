#include "chemdb/base/xml.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

class Recorder : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const Attributes& attributes, uint64_t line) override {
    AppendTo(log, "<", name);
    for (const auto& [key, value] : attributes) AppendTo(log, " ", key, "=", value);
    AppendTo(log, "@", line, ">");
    return name == "bad" ? absl::InvalidArgumentError("no such element") : absl::OkStatus();
  }
  absl::Status Text(std::string_view text) override {
    AppendTo(log, "[", text, "]");
    return absl::OkStatus();
  }
  absl::Status End(std::string_view name, uint64_t) override {
    AppendTo(log, "</", name, ">");
    return absl::OkStatus();
  }
  std::string log;
};

std::string Message(const absl::Status& status) { return status.ToString(); }

TEST(XmlTest, ReportsElementsAttributesAndWholeTexts) {
  Recorder recorder;
  EXPECT_THAT(ParseXml("<a x='1'>\n<b>p &amp; q</b></a>", "f.xml", recorder), IsOk());
  EXPECT_EQ(recorder.log, "<a x=1@1>[\n]<b@2>[p & q]</b></a>");
}

TEST(XmlTest, SaysWhereBrokenXmlBreaks) {
  Recorder recorder;
  EXPECT_THAT(Message(ParseXml("<a>\n  <b></c></a>", "f.xml", recorder)),
              HasSubstr("f.xml:2:8: mismatched tag"));
  EXPECT_THAT(Message(ParseXml("<a>", "f.xml", recorder)), HasSubstr("f.xml:1:4: no element found"));
  EXPECT_THAT(ParseXml("", "f.xml", recorder), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseXml("no xml", "f.xml", recorder), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(XmlTest, RefusesADoctypeAndSoEntityBombsAndOutsideFiles) {
  Recorder recorder;
  const absl::Status status =
      ParseXml("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "f.xml", recorder);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Message(status), HasSubstr("DOCTYPE"));
  EXPECT_EQ(recorder.log, "");
}

TEST(XmlTest, HasLimitsOnDepthAttributesAndText) {
  Recorder recorder;
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_THAT(Message(ParseXml(deep, "f.xml", recorder)), HasSubstr("nested deeper"));
  std::string many = "<a";
  for (size_t i = 0; i <= limits::kXmlAttributes; ++i) AppendTo(many, " a", i, "='1'");
  EXPECT_THAT(ParseXml(many + "/>", "f.xml", recorder), StatusIs(absl::StatusCode::kResourceExhausted));
  const std::string text(limits::kXmlTextBytes + 1, 'x');
  EXPECT_THAT(ParseXml("<a>" + text + "</a>", "f.xml", recorder),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ParseXml("<a>" + text.substr(1) + "</a>", "f.xml", recorder), IsOk());
}

TEST(XmlTest, StopsAtTheHandlersError) {
  Recorder recorder;
  EXPECT_THAT(Message(ParseXml("<a>\n<bad/><c/></a>", "f.xml", recorder)),
              HasSubstr("f.xml:2:1: no such element"));
  EXPECT_EQ(recorder.log.find("<c"), std::string::npos);
}

}  // namespace
}  // namespace tidewaiter
