// Source tables as small as they can be: every file of chemdb/data/README.md, a row or two in each, no
// problem. A test changes one row and looks at what the reader says.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter::testing {

class TinyTables {
 public:
  TinyTables() {
    Set("jurisdictions.csv", "id,name\nUN,United Nations\nUS,United States\n");
    Set("territories.csv", "country,jurisdiction\nUS,US\nPR,US\n");
    Set("sources/us.csv",
        "id,title,publisher,address,licence,seen_on\n"
        "us-cfr,21 CFR 1310.02,GPO,https://www.ecfr.gov/,,2026-11-01\n"
        "us-fr,85 FR 20822,GPO,,public domain,2026-11-02\n");
    Set("instruments/us.csv",
        "id,jurisdiction,title,citation,address,licence,consolidated_to,source\n"
        "us-1310,US,21 CFR 1310.02(a),21 CFR 1310.02,https://www.ecfr.gov/,public "
        "domain,2026-10-30,us-cfr\n");
    Set("schedules.csv",
        "instrument,schedule,severity,next_step,source\n"
        "us-1310,List I,high,Ask for DEA Form 486.,us-cfr\n");
    Set("substances.csv",
        "id,name,cas_rn,smiles,stereo,formula,systematic_name,source\n"
        "4-ap,4-AP,23056-29-3,C1CNCCC1Nc1ccccc1,as-drawn,C11H16N2,N-phenylpiperidin-4-amine,us-cfr\n"
        "ephedrine,ephedrine,299-42-3,CN[C@@H](C)[C@H](O)c1ccccc1,as-drawn,C10H15NO,,us-cfr\n"
        "red-phosphorus,red phosphorus,7723-14-0,,as-drawn,P,,us-cfr\n");
    Set("names.csv",
        "substance,name,language,kind,certainty,source\n"
        "4-ap,4-anilinopiperidine,en,name,1,us-cfr\n"
        "4-ap,4-AP,en,abbreviation,0.3,us-cfr\n");
    Set("forms.csv",
        "substance,kind,name,cas_rn,smiles,source\n"
        "4-ap,salt,4-AP dihydrochloride,99918-43-1,C1CNCCC1Nc1ccccc1.Cl.Cl,us-cfr\n");
    Set("components.csv", "name,kind,smiles,source\nhydrogen chloride,acid,Cl,general knowledge\n");
    Set("identifiers.csv",
        "substance,form,kind,value,certainty,source\n4-ap,,ec,200-662-2,1.0,test\n4-ap,,un,1090,0.5,test\n"
        "4-ap,,inchikey,ZCMDXDQUYIWEKB-UHFFFAOYSA-N,1.0,test\n");
    Set("goods_codes.csv", "code,edition,substance,certainty,source\n293333,HS 2022,4-ap,0.2,HS 2022\n");
    Set("listings/us.csv",
        "id,subject_kind,subject,instrument,schedule,scope,scope_text,in_force_from,from_evidence,in_force_"
        "to,"
        "to_evidence,direction,counterparts,mixture_limit,goods_code,citation,source,note\n"
        "us-4-ap,substance,4-ap,us-1310,List I,salts;amides,\"its amides, its salts\",2020-05-15,official "
        "text,"
        "2023-06-11,counted,,,,,21 CFR 1310.02(a),us-cfr;us-fr,first wording\n"
        "us-4-ap-2,substance,4-ap,us-1310,List I,salts;amides;halides,,2023-06-12,official "
        "text,,,export,MX;CA,20,"
        "29333300,21 CFR 1310.02(a),us-cfr,\n"
        "us-ephedrine,substance,ephedrine,us-1310,List I,salts,,,open,,,,,,,21 CFR 1310.02(a),us-cfr,\n");
    Set("thresholds/us.csv",
        "listing,quantity,unit,window,traffic,citation,source\n"
        "us-ephedrine,1.5,kg,calendar month,import,21 CFR 1310.04(f),us-cfr;us-fr\n");
  }

  void Set(const std::string& file, std::string_view text) { files_[file] = text; }
  void Append(const std::string& file, std::string_view row) { files_[file] += row; }
  // Replaces `from`, which must stand in the file once.
  void Replace(const std::string& file, std::string_view from, std::string_view to) {
    std::string& text = files_[file];
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << ": " << from;
    ASSERT_EQ(text.find(from, at + 1), std::string::npos) << file << ": " << from;
    text.replace(at, from.size(), to);
  }

  absl::StatusOr<SourceTables> Read(const std::vector<std::string>& class_ids = {}) const {
    const TempFolder folder;
    for (const auto& [name, text] : files_) folder.Write("tables/" + name, text);
    auto tables = ReadSourceTables(folder.File("tables"), class_ids);
    if (tables.ok()) {
      // Places without the folder, which is another one in each test.
      for (TableProblem& problem : tables->problems) problem.file.erase(0, folder.File("tables/").size());
    }
    return tables;
  }

  // The content, which must have no problem.
  DatabaseContent Content() const {
    auto tables = Read();
    EXPECT_TRUE(tables.ok()) << tables.status();
    if (!tables.ok()) return {};
    for (const TableProblem& problem : tables->problems) ADD_FAILURE() << FormatProblem(problem);
    return std::move(tables->content);
  }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace tidewaiter::testing
