BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('0ea0db60-ecc8-526b-9610-73e9a05eb3e0','654a0fa9-cc37-444e-a57b-443bbd857fcc','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795681990806);
INSERT INTO "artifacts" VALUES('e08685dd-b093-5abd-b43e-4a95404ee492','093b51db-5246-442f-8f91-6e1637ec3070','fetch','source','talk-8.00-16072de9.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795681990935);
INSERT INTO "artifacts" VALUES('98b438c1-a87d-58d3-adf3-98a618487782','093b51db-5246-442f-8f91-6e1637ec3070','audio','audio','talk-8.00-16072de9.mp3','audio/mpeg','30739756cd5d1e452a62ef04e696ea1f401c735ac92b67bcbd19caffc86ca711','.mp3',264266,1795681992333);
INSERT INTO "artifacts" VALUES('1a004b8a-c71d-57c5-a417-97bd79a1713b','093b51db-5246-442f-8f91-6e1637ec3070','speech','waveform','talk-8.00-16072de9 waveform.json','application/json','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480','.json',1150,1795681993084);
INSERT INTO "artifacts" VALUES('da4eb606-103d-5661-b701-236ca7b6d095','093b51db-5246-442f-8f91-6e1637ec3070','scenes','poster','talk-8.00-16072de9 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795681994410);
INSERT INTO "artifacts" VALUES('803d9d7b-8f88-52dc-8c50-7a9139d3c843','093b51db-5246-442f-8f91-6e1637ec3070','scenes','sprite','talk-8.00-16072de9 storyboard.jpg','image/jpeg','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6','.jpg',16506,1795681994410);
INSERT INTO "artifacts" VALUES('c32b74d7-c6d5-5b5f-a091-1ae01b5cedb9','093b51db-5246-442f-8f91-6e1637ec3070','transcribe','transcript','talk-8.00-16072de9.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795681997343);
INSERT INTO "artifacts" VALUES('70296c7e-026c-500f-8263-b8a9e3831a57','093b51db-5246-442f-8f91-6e1637ec3070','transcribe','transcript','talk-8.00-16072de9.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795681997343);
INSERT INTO "artifacts" VALUES('9eb67132-1120-52a5-8353-96c84a34cede','093b51db-5246-442f-8f91-6e1637ec3070','transcribe','transcript','talk-8.00-16072de9.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795681997343);
INSERT INTO "artifacts" VALUES('12a8a288-0534-5d67-8d9c-236fa8a8f106','093b51db-5246-442f-8f91-6e1637ec3070','clips','clip','talk-8.00-16072de9 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795682002043);
INSERT INTO "artifacts" VALUES('2b56159d-b65d-5bd5-85e1-ecfb1719184a','093b51db-5246-442f-8f91-6e1637ec3070','clips','clip_thumbnail','talk-8.00-16072de9 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795682002043);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'093b51db-5246-442f-8f91-6e1637ec3070',1,'job_moved',1795681989579,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(2,'093b51db-5246-442f-8f91-6e1637ec3070',2,'job_moved',1795681989599,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'654a0fa9-cc37-444e-a57b-443bbd857fcc',1,'job_moved',1795681989599,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(4,'654a0fa9-cc37-444e-a57b-443bbd857fcc',2,'job_moved',1795681989624,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'654a0fa9-cc37-444e-a57b-443bbd857fcc',3,'stage_moved',1795681989651,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 3.62, "stage_status": "running", "waited_s": 0.0015224760027194861}');
INSERT INTO "events" VALUES(6,'093b51db-5246-442f-8f91-6e1637ec3070',3,'stage_moved',1795681989699,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 12.460406599001232, "stage_status": "running", "waited_s": 0.021824883999215672}');
INSERT INTO "events" VALUES(7,'654a0fa9-cc37-444e-a57b-443bbd857fcc',4,'stage_moved',1795681990806,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "fetch", "eta_s": 0.4941950220013678, "stage_status": "completed", "cached": false, "work_s": 1.16184397699908, "waited_s": 0.0015224760027194861}');
INSERT INTO "events" VALUES(8,'654a0fa9-cc37-444e-a57b-443bbd857fcc',5,'stage_moved',1795681990824,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "audio", "eta_s": 0.4822608890022093, "stage_status": "running", "waited_s": 0.0006361970008583739}');
INSERT INTO "events" VALUES(9,'093b51db-5246-442f-8f91-6e1637ec3070',4,'stage_moved',1795681990935,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "fetch", "eta_s": 12.141437529002083, "stage_status": "completed", "cached": false, "work_s": 1.2732485810010985, "waited_s": 0.021824883999215672}');
INSERT INTO "events" VALUES(10,'093b51db-5246-442f-8f91-6e1637ec3070',5,'stage_moved',1795681991296,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "audio", "eta_s": 8.886, "stage_status": "running", "waited_s": 0.34949110099842073}');
INSERT INTO "events" VALUES(11,'654a0fa9-cc37-444e-a57b-443bbd857fcc',6,'job_error',1795681991320,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(12,'654a0fa9-cc37-444e-a57b-443bbd857fcc',7,'job_moved',1795681991320,'{"status": "failed", "progress": 0.856353591160221, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(13,'093b51db-5246-442f-8f91-6e1637ec3070',6,'log_line',1795681992265,'{"level": "info", "message": "audio extracted", "stage": "audio", "fields": {"format": "mp3", "quality": "high", "duration_s": 8.232}}');
INSERT INTO "events" VALUES(14,'093b51db-5246-442f-8f91-6e1637ec3070',7,'stage_moved',1795681992304,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "speech", "eta_s": 9.211107537001139, "stage_status": "running", "waited_s": 1.3553122840021388}');
INSERT INTO "events" VALUES(15,'093b51db-5246-442f-8f91-6e1637ec3070',8,'stage_moved',1795681992333,'{"status": "processing", "progress": 0.24995163510638407, "attempt": 1, "stage": "audio", "eta_s": 9.181273843001604, "stage_status": "completed", "cached": false, "work_s": 1.003883378001774, "waited_s": 0.34949110099842073}');
INSERT INTO "events" VALUES(16,'093b51db-5246-442f-8f91-6e1637ec3070',9,'log_line',1795681993021,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "fields": {"duration_s": 8.0, "expected_s": 8.2}}');
INSERT INTO "events" VALUES(17,'093b51db-5246-442f-8f91-6e1637ec3070',10,'stage_moved',1795681993058,'{"status": "processing", "progress": 0.25453187374211345, "attempt": 1, "stage": "scenes", "eta_s": 7.260597620276085, "stage_status": "running", "waited_s": 2.1023716060008155}');
INSERT INTO "events" VALUES(18,'093b51db-5246-442f-8f91-6e1637ec3070',11,'stage_moved',1795681993084,'{"status": "processing", "progress": 0.28750959191936504, "attempt": 1, "stage": "speech", "eta_s": 7.226756852276877, "stage_status": "completed", "cached": false, "work_s": 0.7438060300009965, "waited_s": 1.3553122840021388}');
INSERT INTO "events" VALUES(19,'093b51db-5246-442f-8f91-6e1637ec3070',12,'stage_moved',1795681993115,'{"status": "processing", "progress": 0.28750959191936504, "attempt": 1, "stage": "transcribe", "eta_s": 7.196184568278396, "stage_status": "running", "waited_s": 0.002987776999361813}');
INSERT INTO "events" VALUES(20,'093b51db-5246-442f-8f91-6e1637ec3070',13,'log_line',1795681993726,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "fields": {"device": "cpu"}}');
INSERT INTO "events" VALUES(21,'093b51db-5246-442f-8f91-6e1637ec3070',14,'log_line',1795681994330,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "fields": {"language": "en", "probability": 1.0}}');
INSERT INTO "events" VALUES(22,'093b51db-5246-442f-8f91-6e1637ec3070',15,'log_line',1795681994374,'{"level": "info", "message": "scenes found", "stage": "scenes", "fields": {"cuts": 0, "focus_points": 17}}');
INSERT INTO "events" VALUES(23,'093b51db-5246-442f-8f91-6e1637ec3070',16,'stage_moved',1795681994410,'{"status": "processing", "progress": 0.3910890217991572, "attempt": 1, "stage": "scenes", "eta_s": 6.176239618001359, "stage_status": "completed", "cached": false, "work_s": 1.344209339000372, "waited_s": 2.1023716060008155}');
INSERT INTO "events" VALUES(24,'093b51db-5246-442f-8f91-6e1637ec3070',17,'segment_transcribed',1795681997282,'{"index": 0, "segment": {"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}]}}');
INSERT INTO "events" VALUES(25,'093b51db-5246-442f-8f91-6e1637ec3070',18,'segment_transcribed',1795681997296,'{"index": 1, "segment": {"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}]}}');
INSERT INTO "events" VALUES(26,'093b51db-5246-442f-8f91-6e1637ec3070',19,'segment_transcribed',1795681997307,'{"index": 2, "segment": {"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}]}}');
INSERT INTO "events" VALUES(27,'093b51db-5246-442f-8f91-6e1637ec3070',20,'stage_moved',1795681997343,'{"status": "processing", "progress": 0.6153259913110398, "attempt": 1, "stage": "transcribe", "eta_s": 7.639031384742795, "stage_status": "completed", "cached": false, "work_s": 4.2268964649992995, "waited_s": 0.002987776999361813}');
INSERT INTO "events" VALUES(28,'093b51db-5246-442f-8f91-6e1637ec3070',21,'stage_moved',1795681997383,'{"status": "processing", "progress": 0.6153259913110398, "attempt": 1, "stage": "analyse", "eta_s": 7.600431933743041, "stage_status": "running", "waited_s": 0.00851760699879378}');
INSERT INTO "events" VALUES(29,'093b51db-5246-442f-8f91-6e1637ec3070',22,'stage_moved',1795681997539,'{"status": "processing", "progress": 0.6153259913110398, "attempt": 1, "stage": "clips", "eta_s": 7.597586137743294, "stage_status": "running", "waited_s": 0.00970632700045826}');
INSERT INTO "events" VALUES(30,'093b51db-5246-442f-8f91-6e1637ec3070',23,'log_line',1795681998681,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(31,'093b51db-5246-442f-8f91-6e1637ec3070',24,'log_line',1795681998767,'{"level": "info", "message": "clips chosen", "stage": "clips", "fields": {"count": 1, "done": 0}}');
INSERT INTO "events" VALUES(32,'093b51db-5246-442f-8f91-6e1637ec3070',25,'log_line',1795682001978,'{"level": "info", "message": "clip cut", "stage": "clips", "fields": {"index": 0, "start_s": 3.4, "length_s": 4.8}}');
INSERT INTO "events" VALUES(33,'093b51db-5246-442f-8f91-6e1637ec3070',26,'clip_cut',1795682002043,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "12a8a288-0534-5d67-8d9c-236fa8a8f106", "thumbnail_id": "2b56159d-b65d-5bd5-85e1-ecfb1719184a"}');
INSERT INTO "events" VALUES(34,'093b51db-5246-442f-8f91-6e1637ec3070',27,'stage_moved',1795682002068,'{"status": "processing", "progress": 0.7888840172490295, "attempt": 1, "stage": "clips", "eta_s": 4.636480199998914, "stage_status": "completed", "cached": false, "work_s": 4.669413937001082, "waited_s": 0.00970632700045826}');
INSERT INTO "events" VALUES(35,'093b51db-5246-442f-8f91-6e1637ec3070',28,'log_line',1795682003886,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'093b51db-5246-442f-8f91-6e1637ec3070',29,'stage_moved',1795682007333,'{"status": "processing", "progress": 0.999, "attempt": 1, "stage": "analyse", "eta_s": 0.0, "stage_status": "completed", "cached": false, "work_s": 9.94013385299695, "waited_s": 0.00851760699879378}');
INSERT INTO "events" VALUES(37,'093b51db-5246-442f-8f91-6e1637ec3070',30,'job_moved',1795682007335,'{"status": "completed", "progress": 1, "attempt": 1, "eta_s": 0.0, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'2d139a7f-6736-4519-8039-c0b549d337aa',1,'job_moved',1795682007340,'{"status": "pending", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(39,'03f88fc8-bd5e-44d5-acd1-22c28fa4f27a',1,'job_moved',1795682007342,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(40,'01991379-d42e-4643-b257-4587320d2487',1,'job_moved',1795682007344,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(41,'01991379-d42e-4643-b257-4587320d2487',2,'job_moved',1795682007345,'{"status": "cancelled", "progress": 0, "attempt": 0, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f',1,'job_moved',1795682007354,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(43,'c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f',2,'job_moved',1795682007356,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f',3,'job_error',1795682007357,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f',4,'job_moved',1795682007357,'{"status": "pending", "progress": 0, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_ms": 1827218007340}');
INSERT INTO "events" VALUES(46,'8431096a-e5c6-4c09-a0dc-eac2639a578c',1,'job_moved',1795682007384,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(47,'8431096a-e5c6-4c09-a0dc-eac2639a578c',2,'job_moved',1795682007390,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795681987656}');
INSERT INTO "flags" VALUES('database','{"id": "f7af6c0d9be1466d9692eb19a9c15423"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827218007340}');
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','fetch','completed',1.0,'fetch-be2fb7a09d3ff91f26939b25478cb348cdcb133f45c9bb4f2cfb4b95649fdda3',0,1795681989699,1.27324858100109850056e+00,0,2.18248839992156717926e-02);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','audio','completed',1.0,'audio-6a6589e54e34ae43e4568b5c6927b1c8df16020135d45cb5b670f9fb9c287ac4',0,1795681991296,1.00388337800177396275e+00,0,3.49491100998420733958e-01);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795681992304,7.43806030000996543094e-01,0,1.35531228400213876739e+00);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','scenes','completed',1.0,'scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7',0,1795681993058,1.34420933900037198327e+00,0,2.1023716060008155182e+00);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','transcribe','completed',1.0,'transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be',0,1795681993115,4.22689646499929949641e+00,3,2.98777699936181306838e-03);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','analyse','completed',1.0,'analyse-8c30675b894b140886097f3528a19455990d7ad0f903f1c4cc2f493a76675d31',0,1795681997383,9.94013385299695,0,0.00851760699879378);
INSERT INTO "job_stages" VALUES('093b51db-5246-442f-8f91-6e1637ec3070','clips','completed',1.0,'clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,1795681997539,4.66941393700108164921e+00,1,0.00970632700045826);
INSERT INTO "job_stages" VALUES('654a0fa9-cc37-444e-a57b-443bbd857fcc','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795681989651,1.16184397699908,0,1.52247600271948613226e-03);
INSERT INTO "job_stages" VALUES('654a0fa9-cc37-444e-a57b-443bbd857fcc','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795681990824,NULL,0,6.3619700085837393999e-04);
INSERT INTO "job_stages" VALUES('c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8431096a-e5c6-4c09-a0dc-eac2639a578c','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8431096a-e5c6-4c09-a0dc-eac2639a578c','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8431096a-e5c6-4c09-a0dc-eac2639a578c','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-16072de9
093b51db-5246-442f-8f91-6e1637ec3070
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
654a0fa9-cc37-444e-a57b-443bbd857fcc');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-16072de9
2d139a7f-6736-4519-8039-c0b549d337aa');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-16072de9
03f88fc8-bd5e-44d5-acd1-22c28fa4f27a');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-16072de9
01991379-d42e-4643-b257-4587320d2487');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-16072de9
c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-16072de9
8431096a-e5c6-4c09-a0dc-eac2639a578c');
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'093b51db-5246-442f-8f91-6e1637ec3070',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795678989579,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-16072de9',8.2,NULL,NULL,1,NULL,1795681989579,1795682007339,1795681989579,1795681989599,1795682007335,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'654a0fa9-cc37-444e-a57b-443bbd857fcc',NULL,'0ba3f13a-9258-4377-8e9e-eb0bd5b55e31','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795678989599,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795681989599,1795681991320,1795681989599,1795681989624,1795681991320,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'2d139a7f-6736-4519-8039-c0b549d337aa',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827215007340,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-16072de9',8.2,NULL,NULL,0,NULL,1795682007340,1795682007340,NULL,NULL,NULL,1827218007340,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'03f88fc8-bd5e-44d5-acd1-22c28fa4f27a',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795679007342,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-16072de9',8.2,'key','hash',0,NULL,1795682007342,1795682007342,1795682007342,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'01991379-d42e-4643-b257-4587320d2487',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795676607344,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-16072de9',8.2,NULL,NULL,0,NULL,1795682007344,1795682007345,1795682007344,NULL,1795682007345,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'c9c67f95-b43f-4cbf-9d1a-edf2b12dcf9f',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795679007354,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-16072de9',8.2,NULL,NULL,0,NULL,1795682007354,1795682007357,1795682007354,1795682007356,NULL,1827218007340,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'8431096a-e5c6-4c09-a0dc-eac2639a578c',NULL,'d98db880-c15f-47d9-a5b1-40881d81c1e9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795679007384,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-16072de9',8.2,NULL,NULL,0,NULL,1795682007384,1795682007390,1795682007384,1795682007390,NULL,NULL,NULL,'{}','b94d131f86c0f320',1795682022390);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('fetch-be2fb7a09d3ff91f26939b25478cb348cdcb133f45c9bb4f2cfb4b95649fdda3','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('audio-6a6589e54e34ae43e4568b5c6927b1c8df16020135d45cb5b670f9fb9c287ac4','30739756cd5d1e452a62ef04e696ea1f401c735ac92b67bcbd19caffc86ca711',264266);
INSERT INTO "key_blobs" VALUES('audio-6a6589e54e34ae43e4568b5c6927b1c8df16020135d45cb5b670f9fb9c287ac4','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6',16506);
INSERT INTO "key_blobs" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',1.16184397699908,1795681990797);
INSERT INTO "outputs" VALUES('fetch-be2fb7a09d3ff91f26939b25478cb348cdcb133f45c9bb4f2cfb4b95649fdda3','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-16072de9", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',1.27324858100109850056e+00,1795681990929);
INSERT INTO "outputs" VALUES('audio-6a6589e54e34ae43e4568b5c6927b1c8df16020135d45cb5b670f9fb9c287ac4','audio','{"audio": {"sha256": "30739756cd5d1e452a62ef04e696ea1f401c735ac92b67bcbd19caffc86ca711", "size_bytes": 264266, "suffix": ".mp3"}, "duration_s": 8.232, "media_type": "audio/mpeg", "waveform": {"sha256": "c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689", "size_bytes": 1167, "suffix": ".json"}}','[]',1.00388337800177396275e+00,1795681992299);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',7.43806030000996543094e-01,1795681993046);
INSERT INTO "outputs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6", "size_bytes": 16506, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.702], [0.75, 0.1238, 0.736], [1.25, 0.1299, 0.7313], [1.75, 0.157, 0.7358], [2.25, 0.2047, 0.7047], [2.75, 0.2463, 0.6418], [3.25, 0.2849, 0.6215], [3.75, 0.34, 0.6208], [4.25, 0.3953, 0.5914], [4.75, 0.4448, 0.5573], [5.25, 0.4995, 0.5482], [5.75, 0.56, 0.5317], [6.25, 0.6083, 0.4932], [6.75, 0.6504, 0.4783], [7.25, 0.7373, 0.4741], [7.75, 0.7707, 0.446], [8.25, 0.7897, 0.4162]]}','[]',1.34420933900037198327e+00,1795681994398);
INSERT INTO "outputs" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',4.22689646499929949641e+00,1795681997327);
INSERT INTO "outputs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','clips','{"clip_count": 1}','[]',4.66941393700108164921e+00,1795682002050);
INSERT INTO "outputs" VALUES('analyse-8c30675b894b140886097f3528a19455990d7ad0f903f1c4cc2f493a76675d31','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',9.94013385299695,1795682007330);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-7288a16f9384c4c28ec8c391c218688e2184c76b1f82a74c9d742721ebf324be',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4", "size_bytes": 199768, "suffix": ".mp4"}, "thumbnail": {"sha256": "4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11", "size_bytes": 12447, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',3.68098102847397967707e-01,2);
INSERT INTO "rates" VALUES('audio','',1.22424802195338300325e-01,1);
INSERT INTO "rates" VALUES('speech','',9.07080524391459253052e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.63927968170777094147e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',5.15475178658451160806e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',9.33882787400216352047e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.21221144548743309243e+00,1);
CREATE TABLE videos (
	id VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	media JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "videos" VALUES('d98db880-c15f-47d9-a5b1-40881d81c1e9','UPLOADED','talk-8.00-16072de9.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795681988783,1795681988783);
INSERT INTO "videos" VALUES('0ba3f13a-9258-4377-8e9e-eb0bd5b55e31','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795681989571,1795681989571);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_jobs_video_id ON jobs (video_id);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
