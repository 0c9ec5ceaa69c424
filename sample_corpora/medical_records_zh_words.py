"""病历的框架和通用语句；病种见 medical_records_zh 开头的其他模块。"""

FRAMES = (
    "门诊病历\n主诉：{#cc}\n现病史：{#hpi}{deny}\n既往史：{past}{allergy}\n查体：{vitals}{#exam}\n"
    "辅助检查：{#test}\n初步诊断：{#dx}\n处理：{#plan}{advice}",
    "门诊病历（复诊）\n患者{who}，{sex}，{age}岁，{#dx}复诊。{#course}{feel}\n查体：{vitals}{#exam}\n"
    "处理：{#plan}{advice}{return_visit}",
    "入院记录\n患者{who}，{sex}，{age}岁，因“{#cc}”于{when}{how}入院。\n现病史：{#hpi}{deny}{general}\n"
    "既往史：{past}{allergy}\n个人史：{habit}\n体格检查：{vitals}{#exam}{rest_exam}\n"
    "辅助检查：{#test}\n入院诊断：{#dx}\n诊疗计划：{care}{#plan}",
    "首次病程记录\n病例特点：{sex}性，{age}岁；{#cc}。{#hpi}\n查体：{vitals}{#exam}\n检查：{#test}\n"
    "诊断依据：{#why}\n鉴别诊断：{#differ}\n诊疗计划：{care}{#plan}",
    "病程记录\n入院第{day}天。{#course}{feel}查体：{vitals}{#exam}{lab}今日{#plan}{watch}",
    "上级医师查房记录\n{chief}查房：听取病史汇报并查看患者。{#course}分析：{#why}{#differ}指示：{#plan}{watch}",
    "护理记录\n{bed}床，{time}。{nurse_see}{vitals}{#nurse}{nurse_do}{nurse_end}",
    "护理记录\n{time}患者诉{#ask}，{report}{#nurse}{nurse_do}{later}",
    "出院小结\n患者{who}，{sex}，{age}岁，住院{day}天。\n入院情况：{#cc}。{#hpi}\n诊疗经过：{#test}{#plan}{#course}\n"
    "出院情况：{feel}{vitals}\n出院诊断：{#dx}\n出院医嘱：{#home}{return_visit}",
    "会诊意见\n应{dept}邀请会诊。病史已阅，患者{#cc}。{#exam}{#test}\n意见：{#why}建议{#plan}{watch}",
    "交班记录\n{bed}床，{#dx}，入院第{day}天。{#course}{vitals}{night}{#nurse}",
    "随访记录\n出院后第{1-12}周电话随访。{#follow}{feel}{advice}",
    "健康指导\n对象：{#dx}患者及家属。{#home}{advice}{return_visit}",
)
"""一份文书；每个病种都能套用"""

WORDS = """
who 王某
who 李某
who 张某
who 刘某某
who 陈某
who 赵某某
who 周某
who 吴某
who 孙某某
who 何某
sex 男
sex 女
when 今日上午
when 今日下午
when 昨日夜间
when 昨日傍晚
when 本月{2-28}日
how 步行
how 轮椅推送
how 平车推送
how 由家属陪同
deny 病程中无发热寒战。
deny 无明显体重下降。
deny 无咯血、黑便。
deny 无晕厥及抽搐。
deny 病程中未自行用药。
deny 曾在社区卫生站就诊，效果不佳。
deny 自服药物后症状略有缓解，具体药名不详。
general 起病以来精神尚可，食欲稍差，睡眠一般，二便正常。
general 起病以来精神差，食欲减退，小便正常，大便{2-4}日未解。
general 起病以来神志清楚，饮食可，夜间睡眠差，体重无明显变化。
general 近{2-6}天食量约为平时的一半，体力下降。
past 既往体健。
past 高血压病史{3-20}年，规律服药。
past 2型糖尿病{2-15}年，血糖控制一般。
past 否认高血压、糖尿病史。
past {3-20}年前行阑尾切除术，恢复好。
past 有慢性胃炎病史，间断服药。
past 血脂偏高{1-6}年，未用药。
past 否认肝炎、结核等传染病史。
child_past 足月顺产，按时接种疫苗。
child_past 平素体健，偶有感冒。
child_past 婴儿期有湿疹，现已愈。
child_past 既往无住院史，生长发育正常。
child_past 去年曾患水痘，已痊愈。
child_vitals 体温{36.3-37.6}℃，脉搏{88-112}次/分，呼吸{20-28}次/分。
child_vitals 体温{36.3-37.6}℃，血氧饱和度{95-99}%，精神反应好。
child_vitals 体重{12-28}千克，体温{36.3-37.6}℃。
allergy 否认药物及食物过敏史。
allergy 对青霉素过敏，表现为皮疹。
allergy 对磺胺类药物过敏。
allergy 对海鲜过敏。
allergy 未发现药物过敏。
habit 无烟酒嗜好。
habit 吸烟{10-30}年，每日约{5-20}支，已劝戒烟。
habit 偶有饮酒，不吸烟。
habit 从事体力劳动，作息不规律。
habit 退休，日常活动量适中。
vitals 体温{36.2-37.1}℃，脉搏{pulse}次/分，呼吸{breath}次/分，血压{sp}/{dp}mmHg。
vitals 生命体征平稳，血压{sp}/{dp}mmHg，心率{pulse}次/分。
vitals 血压{sp}/{dp}mmHg，脉搏{pulse}次/分，血氧饱和度{95-99}%。
vitals 体温{36.2-37.1}℃，血压{sp}/{dp}mmHg。
rest_exam 全身浅表淋巴结未触及肿大。
rest_exam 皮肤黏膜无黄染，双下肢无水肿。
rest_exam 生理反射存在，病理反射未引出。
rest_exam 腹软，肝脾肋下未触及。
rest_exam 心律齐，各瓣膜区未闻及病理性杂音。
care 二级护理，低盐低脂饮食，完善血尿常规、肝肾功能。
care 一级护理，普食，监测生命体征。
care 二级护理，半流质饮食，向家属交代病情。
care 完善相关检查，密切观察病情变化。
care 卧床休息，记录出入量。
lab 复查白细胞{4.1-9.6}×10⁹/L，血红蛋白{112-148}g/L。
lab 复查血钾{3.5-4.9}mmol/L，肌酐{52-98}μmol/L。
lab C反应蛋白降至{2-28}mg/L。
lab 空腹血糖{4.8-7.9}mmol/L。
lab 今日化验结果大致正常。
watch 继续观察。
watch 如有变化及时处理。
watch 注意复查电解质。
watch 病情已告知家属，家属表示理解。
watch {2-4}天后复查。
watch 做好病情记录，加强巡视。
chief 主任医师
chief 副主任医师
chief 主治医师
feel 患者自觉症状较前减轻。
feel 精神、食欲好转，夜间睡眠可。
feel 未诉特殊不适。
feel 症状明显缓解，可下床活动。
feel 仍有轻度不适，可以耐受。
feel 对治疗效果表示满意。
advice 注意休息，避免劳累。
advice 清淡饮食，多饮水。
advice 按时服药，不要自行停药。
advice 戒烟限酒，保持情绪稳定。
advice 不适随诊。
advice 用药后如有皮疹应停药就诊。
return_visit {1-4}周后门诊复查。
return_visit 一个月后复查相关指标。
return_visit 出现症状加重时立即就诊。
return_visit 三个月后复诊，带齐检查资料。
return_visit {3-10}天后电话回访。
time 0{6-9}:{10-59}
time 1{0-9}:{10-59}
time 2{0-3}:{10-59}
nurse_see 患者安静卧床，神志清楚。
nurse_see 患者半卧位休息，对答切题。
nurse_see 患者于床旁活动，步态平稳。
nurse_see 患者睡眠中，呼吸平稳。
nurse_see 家属陪护在旁，患者情绪稳定。
nurse_do 遵医嘱给药，用药后无不良反应。
nurse_do 协助翻身一次，受压皮肤完整。
nurse_do 静脉通路通畅，穿刺处无红肿。
nurse_do 已做口腔护理和皮肤护理。
nurse_do 指导深呼吸和有效咳嗽。
nurse_do 床栏已拉起，呼叫器放在手边。
nurse_do 记录24小时出入量，入量{1400-2400}毫升，出量{1200-2200}毫升。
nurse_end 继续观察。
nurse_end 已完成床旁交接。
nurse_end 患者及家属知晓注意事项。
nurse_end 下次巡视时间已告知。
report 已报告值班医生。
report 立即测量生命体征并通知医生。
report 评估后遵医嘱处理。
report 安慰患者，查看伤口和管路。
later {20-60}分钟后患者诉缓解。
later 半小时后复测，较前好转。
later 处理后入睡。
later 患者表示好多了，继续观察。
night 夜间睡眠约{4-7}小时。
night 夜间无特殊情况。
night 夜间巡视{2-5}次，未见异常。
night 凌晨诉口渴，饮水后入睡。
dept 骨科
dept 心内科
dept 呼吸科
dept 消化科
dept 神经内科
dept 普外科
dept 急诊科
"""
