// The walk-through of docs/class-rules.md does what it says: its commands are run, in order, in an empty
// folder, and each line of the output that it shows is there.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/program.h"
#include "tests/support/temp_folder.h"

namespace {

using testing::HasSubstr;
using tidewaiter::testing::TempFolder;

struct Block {
  std::string language;
  std::string text;
};

std::vector<Block> BlocksAfter(const std::string& heading) {
  std::ifstream in(TIDEWAITER_SOURCE_DIR "/docs/class-rules.md");
  std::vector<Block> out;
  bool after = false;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == heading) after = true;
    if (!after) continue;
    if (line.rfind("```", 0) == 0) {
      inside = !inside;
      if (inside) out.push_back({line.substr(3), ""});
    } else if (inside) {
      out.back().text += line + "\n";
    }
  }
  return out;
}

std::string RunIn(const std::string& folder, const std::string& commands) {
  const std::string program = TIDEWAITER_PROGRAM;
  const std::string script = folder + "/commands.sh";
  std::ofstream(script) << "cd '" << folder << "'\nPATH='" << program.substr(0, program.rfind('/'))
                        << "':$PATH\n"
                        << commands;
  return tidewaiter::testing::Shell("bash '" + script + "' 2>&1").out;
}

// Where a line is wrapped depends on the terminal and is no part of what is promised.
std::string OneBlankForEachGap(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

TEST(WalkthroughTest, TheCommandsDoWhatTheTextSays) {
  const std::vector<Block> blocks = BlocksAfter("## Add a rule in a quarter of an hour");
  ASSERT_GE(blocks.size(), 6u);
  const TempFolder folder;
  std::string output;
  for (const Block& block : blocks) {
    if (block.language == "sh") {
      output = OneBlankForEachGap(RunIn(folder.path(), block.text));
      continue;
    }
    ASSERT_EQ(block.language, "text");
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_THAT(output, HasSubstr(OneBlankForEachGap(line)));
    }
  }
  for (const char* svg : {"example-anilides.svg", "phenacetin.svg"}) {
    std::ifstream in(folder.File(svg));
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    EXPECT_THAT(text, HasSubstr("<svg")) << svg;
    EXPECT_THAT(text, HasSubstr("acetyl group")) << svg << " names the regions";
  }
}

}  // namespace
