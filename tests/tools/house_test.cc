// The walls of the house: arrows point down, and one list of dependencies agrees with the other.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace {

namespace fs = std::filesystem;

std::string Read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(HouseTest, ArrowsPointDown) {
  const std::map<std::string, int> level = {{"chemdb", 0}, {"rules", 1}, {"screening", 2}, {"tools", 3}};
  int read = 0;
  for (const auto& [folder, height] : level) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDEWAITER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      ++read;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (line.rfind("#include \"", 0) != 0) continue;
        const std::string target = line.substr(10, line.find('/', 10) - 10);
        const auto it = level.find(target);
        if (it == level.end()) continue;
        EXPECT_LE(it->second, height) << entry.path() << ": " << line;
      }
    }
  }
  EXPECT_GT(read, 50);
}

TEST(HouseTest, RdkitStaysInChemdbStructure) {
  for (const char* folder : {"chemdb", "rules", "screening", "tools"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDEWAITER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      if (entry.path().string().find("chemdb/structure/") != std::string::npos) continue;
      if (entry.path().string().find("tools/bench/") != std::string::npos)
        continue;  // baselines call RDKit itself
      EXPECT_THAT(Read(entry.path()), testing::Not(testing::HasSubstr("#include <GraphMol/")))
          << entry.path();
    }
  }
}

// The word behind `head` when `line` begins with it and opens a block: "struct Cell {" -> "Cell".
std::optional<std::string> Opened(const std::string& line, const std::string& head) {
  if (line.rfind(head + " ", 0) != 0 || line.find('{') == std::string::npos ||
      line.find(';') < line.find('{')) {
    return std::nullopt;
  }
  const size_t begin = head.size() + 1;
  return line.substr(begin, line.find_first_of(" {", begin) - begin);
}

// Two types of one name in one namespace are linked together without a word, and one is destroyed as the
// other.
TEST(HouseTest, NoTypeIsDefinedTwice) {
  std::map<std::string, std::string> where;
  for (const char* folder : {"chemdb", "rules", "screening", "tools"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDEWAITER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      std::vector<std::string> open;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (const auto space = Opened(line, "namespace")) {
          open.push_back(*space);
          continue;
        }
        if (line.rfind("}  // namespace", 0) == 0 && !open.empty()) open.pop_back();
        if (std::count(open.begin(), open.end(), "") > 0) continue;  // nobody else sees it
        for (const char* kind : {"struct", "class", "enum class", "enum"}) {
          const auto type = Opened(line, kind);
          if (!type || *type == "class") continue;
          std::string name;
          for (const std::string& space : open) name += space + "::";
          name += *type;
          const auto [at, fresh] = where.emplace(name, entry.path().string());
          EXPECT_TRUE(fresh || at->second == entry.path().string())
              << name << " is in " << at->second << " and in " << entry.path();
        }
      }
    }
  }
  EXPECT_GT(where.size(), 300u);
}

TEST(HouseTest, BothListsOfDependenciesNameTheSame) {
  const fs::path source(TIDEWAITER_SOURCE_DIR);
  const std::string cmake = Read(source / "tools/cmake/tidewaiter_dependencies.cmake");
  const std::string packages = Read(source / "tools/setup/packages.txt");
  const std::map<std::string, std::string> pairs = {{"find_package(absl", "libabsl-dev"},
                                                    {"find_package(Boost", "libboost-dev"},
                                                    {"find_package(EXPAT", "libexpat1-dev"},
                                                    {"find_package(ICU", "libicu-dev"},
                                                    {"find_package(OpenSSL", "libssl-dev"},
                                                    {"find_package(RDKit", "librdkit-dev"},
                                                    {"find_package(SQLite3", "libsqlite3-dev"},
                                                    {"find_package(ZLIB", "zlib1g-dev"},
                                                    {"find_package(nlohmann_json", "nlohmann-json3-dev"},
                                                    {"find_package(simdjson", "libsimdjson-dev"},
                                                    {"find_package(yaml-cpp", "libyaml-cpp-dev"},
                                                    {"find_package(zstd", "libzstd-dev"},
                                                    {"find_package(CLI11", "libcli11-dev"},
                                                    {"find_package(GTest", "libgtest-dev"},
                                                    {"find_package(benchmark", "libbenchmark-dev"}};
  size_t found = 0;
  for (size_t at = 0; (at = cmake.find("find_package(", at)) != std::string::npos; ++at) {
    const std::string name = cmake.substr(at, cmake.find_first_of(" )", at + 13) - at);
    if (name == "find_package(Threads") continue;
    ++found;
    const auto it = pairs.find(name);
    ASSERT_NE(it, pairs.end()) << name << " is not in this test's table";
    EXPECT_THAT(packages, testing::HasSubstr(it->second));
  }
  EXPECT_EQ(found, pairs.size());
}

}  // namespace
